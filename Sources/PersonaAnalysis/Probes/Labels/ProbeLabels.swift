import PersonaVectors

/// What a probe is to learn: a target for each sample that has one.
public struct ProbeLabels: Sendable, Equatable {
    /// The attribute that the targets come from.
    public let attribute: String

    /// The kind of answer.
    public let task: ProbeTask

    /// Positions of the samples that have a target, ascending.
    public let samples: [Int]

    /// The target of each of ``samples``: a class number, a rank, or the number itself.
    public let targets: [Double]

    /// The names of the classes by number; nil for a numeric task.
    public let classNames: [String]?

    /// The classes as integers; none for a numeric task.
    public var classes: [Int] { task.isClassification ? targets.map { Int($0) } : [] }

    /// The targets of an attribute over samples.
    ///
    /// Labels are the values as text. Binary and categorical classes are numbered in the order of
    /// their labels' code points, so the second is a binary probe's positive one; ordinal classes
    /// are the ranks in the schema's order. A sample without a value is left out: it is no class of
    /// its own (the Python original makes it the class `None`).
    ///
    /// - Parameters:
    ///   - info: what the schema says of the attribute.
    ///   - values: the value of each sample, nil where there is none.
    /// - Throws: ``AnalysisError`` with code `invalidData` when a binary attribute has not exactly
    ///   two values, an ordinal value is not in the schema's order, or a numeric one is no finite
    ///   number.
    /// - Complexity: O(n log n).
    public init(_ info: AttributeInfo, values: [AttributeValue?]) throws {
        attribute = info.name
        task = inferProbeTask(for: info)
        let present = values.indices.compactMap { index in values[index].map { (index, $0) } }
        samples = present.map(\.0)
        switch task {
        case .numeric:
            targets = try Self.numbers(present.map(\.1), attribute: info.name)
            classNames = nil
        case .ordinal:
            let names = info.orderedValues.map(\.description)
            targets = try Self.numbers(present.map(\.1.description), among: names, of: info.name)
            classNames = names
        case .binary, .categorical:
            let labels = present.map(\.1.description)
            let names = Set(labels.map { ExactString($0) }).sorted().map(\.string)
            guard task == .categorical || names.count == 2 else {
                throw AnalysisError.notTwoValues(attribute: info.name, found: names)
            }
            targets = try Self.numbers(labels, among: names, of: info.name)
            classNames = names
        }
    }

    private init(
        attribute: String, task: ProbeTask, samples: [Int], targets: [Double],
        classNames: [String]?
    ) {
        self.attribute = attribute
        self.task = task
        self.samples = samples
        self.targets = targets
        self.classNames = classNames
    }

    /// The labels without the classes that too few samples have.
    ///
    /// Ranks of an ordinal task keep their numbers and names, so some may be unused; the classes of
    /// other tasks are numbered anew. A numeric task is returned as it is.
    ///
    /// - Complexity: O(n).
    public func droppingClasses(rarerThan minimumCount: Int) -> ProbeLabels {
        guard task.isClassification, let classNames else { return self }
        var counts = [Int](repeating: 0, count: classNames.count)
        for number in classes { counts[number] += 1 }
        let survivors = classNames.indices.filter { counts[$0] >= minimumCount && counts[$0] > 0 }
        var renumbered: [Int: Double] = [:]
        for (new, old) in survivors.enumerated() {
            renumbered[old] = Double(task == .ordinal ? old : new)
        }
        let kept = targets.indices.filter { renumbered[Int(targets[$0])] != nil }
        return ProbeLabels(
            attribute: attribute, task: task, samples: kept.map { samples[$0] },
            targets: kept.compactMap { renumbered[Int(targets[$0])] },
            classNames: task == .ordinal ? classNames : survivors.map { classNames[$0] })
    }

    /// The same samples with other targets, for the shuffled control.
    func replacingTargets(_ targets: [Double]) -> ProbeLabels {
        ProbeLabels(
            attribute: attribute, task: task, samples: samples, targets: targets,
            classNames: classNames)
    }

    private static func numbers(_ values: [AttributeValue], attribute: String) throws -> [Double] {
        try values.map { value in
            guard let number = value.number, number.isFinite else {
                throw AnalysisError.notANumber(value.description, attribute: attribute)
            }
            return number
        }
    }

    private static func numbers(
        _ labels: [String], among names: [String], of attribute: String
    ) throws -> [Double] {
        let ranks = Dictionary(
            names.enumerated().map { (ExactString($1), Double($0)) },
            uniquingKeysWith: { first, _ in first })
        return try labels.map { label in
            guard let rank = ranks[ExactString(label)] else {
                throw AnalysisError.valueWithoutRank(label, attribute: attribute, order: names)
            }
            return rank
        }
    }
}
