/// How one probe did on the test samples: a row of a sweep's table.
public struct ProbeRow: Sendable, Equatable {
    /// The attribute probed.
    public let attribute: String
    /// The layer, as the model counts its blocks.
    public let layer: Int
    /// How the probe was fitted.
    public let kind: ProbeKind
    /// The mean recall over classes; nil for a numeric task.
    public let balancedAccuracy: Double?
    /// The mean absolute error of ranks or numbers; nil for classes without an order.
    public let meanAbsoluteError: Double?
    /// The share of the variance explained; nil for a classification.
    public let r2: Double?
    /// What answering with the commonest test class would score; nil for a numeric task.
    public let baselineBalancedAccuracy: Double?
    /// What answering with the test mean would err; nil for a classification.
    public let baselineMeanAbsoluteError: Double?
    /// What answering with the test mean would explain; nil for a classification.
    public let baselineR2: Double?

    /// Whether the fit reached its optimum; false for a logistic regression that was stopped before.
    public internal(set) var isConverged = true

    /// The value of a metric, nil where the task has none.
    public subscript(metric: ProbeMetric) -> Double? {
        switch metric {
        case .balancedAccuracy: balancedAccuracy
        case .meanAbsoluteError: meanAbsoluteError
        case .r2: r2
        }
    }
}

extension ProbeRow {
    /// The row of predictions for test samples.
    init(
        _ labels: ProbeLabels, layer: Int, kind: ProbeKind, truth: [Double], predictions: [Double],
        isConverged: Bool = true
    ) {
        self.isConverged = isConverged
        attribute = labels.attribute
        self.layer = layer
        self.kind = kind
        guard labels.task.isClassification else {
            let mean = truth.map { _ in truth.reduce(0, +) / Double(truth.count) }
            balancedAccuracy = nil
            meanAbsoluteError = PersonaAnalysis.meanAbsoluteError(
                truth: truth, predictions: predictions)
            r2 = r2Score(truth: truth, predictions: predictions)
            baselineBalancedAccuracy = nil
            baselineMeanAbsoluteError = PersonaAnalysis.meanAbsoluteError(
                truth: truth, predictions: mean)
            baselineR2 = r2Score(truth: truth, predictions: mean)
            return
        }
        let classes = truth.map { Int($0) }
        balancedAccuracy = PersonaAnalysis.balancedAccuracy(
            truth: classes, predictions: predictions.map { Int($0) })
        meanAbsoluteError =
            labels.task == .ordinal
            ? PersonaAnalysis.meanAbsoluteError(truth: truth, predictions: predictions) : nil
        r2 = nil
        baselineBalancedAccuracy = PersonaAnalysis.baselineBalancedAccuracy(truth: classes)
        baselineMeanAbsoluteError = nil
        baselineR2 = nil
    }
}

/// The row with the best value of a metric, the first of equals.
///
/// Rows without the metric, or with NaN, are passed over.
///
/// - Parameters:
///   - rows: in the order that decides between equals.
///   - metric: what to compare.
///   - lowest: whether the lowest value is the best, as for an error.
/// - Returns: the best row.
/// - Throws: ``AnalysisError`` with code `invalidData` when no row has a finite value.
/// - Complexity: O(`rows.count`).
public func bestRow(
    in rows: [ProbeRow], by metric: ProbeMetric, lowest: Bool = false
) throws -> ProbeRow {
    var best: (row: ProbeRow, value: Double)?
    for row in rows {
        guard let value = row[metric], value.isFinite else { continue }
        if let current = best, lowest ? value >= current.value : value <= current.value { continue }
        best = (row, value)
    }
    guard let best else { throw AnalysisError.noFiniteMetric(metric) }
    return best.row
}
