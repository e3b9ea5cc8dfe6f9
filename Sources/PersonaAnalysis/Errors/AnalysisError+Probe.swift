extension AnalysisError {
    static func notTwoValues(attribute: String, found: [String]) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot make a binary probe of '\(attribute)': the personas have "
                + "\(found.isEmpty ? "no value" : quoted(found)), and exactly two values are "
                + "needed. Choose other personas, or give the attribute another kind in the schema."
        )
    }

    static func valueWithoutRank(
        _ label: String, attribute: String, order: [String]
    ) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot rank '\(label)' of '\(attribute)': its ordered values are \(quoted(order)). "
                + "Add the value to the schema, or correct the persona.")
    }

    static func notANumber(_ label: String, attribute: String) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot read '\(label)' of '\(attribute)' as a finite number, which a numeric "
                + "attribute needs. Correct the persona, or the attribute's kind in the schema.")
    }

    static func noLayersToProbe() -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "Cannot train probes: the list of layers is empty. Name at least one layer, or ask for "
                + "all.")
    }

    static func kindDoesNotSuit(_ kind: ProbeKind, task: ProbeTask) -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "Cannot fit \(kind.rawValue) to \(task == .ordinal ? "an" : "a") \(task.rawValue) "
                + "attribute; use \(task.defaultKinds.map(\.rawValue).joined(separator: " or ")).")
    }

    static func tooFewClasses(attribute: String, found: [String]) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot probe '\(attribute)': "
                + (found.isEmpty ? "no class is" : "only \(quoted(found)) is")
                + " left, and at least two classes are needed. Lower the minimum class count or "
                + "add personas.")
    }

    static func constantNumbers(attribute: String, found: Double?) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot probe '\(attribute)': "
                + (found.map { "everybody has the number \($0)" } ?? "nobody has a number")
                + ", and at least two different numbers are needed. Choose other personas.")
    }

    /// The samples of an attribute that cannot be split; the smallest class is the one to blame, if
    /// there are classes.
    static func cannotSplit(_ labels: ProbeLabels, underlying: AnalysisError) -> AnalysisError {
        let classes = labels.classNames?.indices.map { number in
            (number: number, count: labels.classes.count { $0 == number })
        }
        let smallest = classes?.filter { $0.count > 0 }.min { $0.count < $1.count }
        let found = smallest.flatMap { smallest in
            labels.classNames.map { names in
                "its smallest class '\(names[smallest.number])' has \(smallest.count) of them. Raise"
                    + " the minimum class count, or add personas."
            }
        }
        let count = labels.targets.count
        return AnalysisError(
            .invalidData,
            "Cannot probe '\(labels.attribute)': its \(count) persona\(count == 1 ? "" : "s") cannot be"
                + " split into some to train on and some to test on, with every class in both; "
                + (found ?? "there are too few. Add personas."), underlyingError: underlying)
    }

    static func cannotFold(_ labels: ProbeLabels, foldCount: Int) -> AnalysisError {
        let count = labels.targets.count
        return AnalysisError(
            .invalidData,
            "Cannot cross-validate '\(labels.attribute)': its \(count) persona\(count == 1 ? "" : "s")"
                + " cannot be put into \(foldCount) folds, each of which needs at least one. Ask for"
                + " fewer folds, or add personas.")
    }

    static func nothingToChooseBy(_ metric: ProbeMetric, attribute: String) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot choose the best probe of '\(attribute)': none has a finite \(metric.rawValue),"
                + " which needs at least two different numbers among the personas that are tested."
                + " Add personas.")
    }

    static func noFiniteMetric(_ metric: ProbeMetric) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot choose the best row: none has a finite \(metric.rawValue).")
    }

    static func shuffleNeedsClasses(attribute: String) -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "Cannot run the shuffled-label control of '\(attribute)': it is numeric, and the "
                + "control is defined for classes only.")
    }

    static func fitFailed(_ kind: ProbeKind, underlying: any Error) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot fit \(kind.rawValue): \(underlying)", underlyingError: underlying)
    }

    private static func quoted(_ names: [String]) -> String {
        names.map { "'\($0)'" }.joined(separator: ", ")
    }
}

extension AnalysisError {
    static func noCommonPersonas(vectors: Int, rows: Int) -> AnalysisError {
        AnalysisError(
            .notFound,
            "No persona has both a vector and attributes: there are \(vectors) vectors and \(rows) "
                + "rows of attributes, with no id in common. Check that both belong to the same "
                + "data set.")
    }
}
