import Foundation
import Testing

@testable import PersonaAnalysis

/// Tasks, kinds, layers and best rows, as `Fixtures/probes/helpers.expected.json` lists them.
struct ProbeChoicesTests {
    @Test(arguments: [
        ("binary", 0, ProbeTask.binary), ("nominal", 2, .binary), ("nominal", 0, .categorical),
        ("nominal", 3, .categorical), ("ordinal", 3, .ordinal), ("ordinal", 2, .ordinal),
        ("numeric", 0, .numeric), ("numeric", 2, .numeric), ("weird", 0, .categorical),
    ])
    func taskFollowsKindAndOrderedValues(kind: String, valueCount: Int, task: ProbeTask) {
        let values = (0..<valueCount).map { AttributeValue.integer($0) }
        let info = AttributeInfo(
            name: "a", kind: .init(rawValue: kind), orderedValues: values)
        #expect(inferProbeTask(for: info) == task)
    }

    @Test func attributeWithoutSchemaIsCategorical() {
        #expect(inferProbeTask(for: AttributeInfo(name: "a")) == .categorical)
    }

    @Test(arguments: [
        (ProbeTask.binary, ["difference_of_means", "logistic_regression"], "balanced_accuracy"),
        (.categorical, ["logistic_regression"], "balanced_accuracy"),
        (.ordinal, ["ridge_regression"], "balanced_accuracy"),
        (.numeric, ["ridge_regression"], "r2"),
    ])
    func taskHasItsKindsAndMetric(task: ProbeTask, kinds: [String], metric: String) {
        #expect(task.defaultKinds.map(\.rawValue) == kinds)
        #expect(task.primaryMetric.rawValue == metric)
    }

    @Test(arguments: [
        (0, []), (1, [0]), (2, [0, 1]), (3, [0, 1, 2]), (4, [0, 1, 2, 3]), (5, [0, 1, 2, 3, 4]),
        (6, [0, 1, 3, 4, 5]), (7, [0, 1, 3, 5, 6]), (8, [0, 2, 4, 6, 7]),
        (26, [0, 6, 13, 19, 25]), (42, [0, 10, 21, 31, 41]), (80, [0, 20, 40, 60, 79]),
        (126, [0, 31, 63, 94, 125]),
    ])
    func fastLayersAreTheQuarters(count: Int, layers: [Int]) {
        #expect(pickLayers(layerCount: count) == layers)
        #expect(pickLayers(layerCount: count, fast: false) == Array(0..<count))
    }

    @Test func bestRowIsTheFirstMaximumAndPassesOverWhatIsNotANumber() throws {
        let rows = [0.5, .nan, 0.75, 0.75, nil, -1].enumerated().map { row($0, $1) }
        #expect(try bestRow(in: rows, by: .balancedAccuracy).layer == 2)
        #expect(try bestRow(in: rows, by: .balancedAccuracy, lowest: true).layer == 5)
        let error = #expect(throws: AnalysisError.self) {
            try bestRow(in: [row(0, nil), row(1, .nan)], by: .balancedAccuracy)
        }
        #expect(error?.code == .invalidData)
        #expect(
            error?.message
                == "Cannot choose the best row: none has a finite balanced_accuracy.")
    }

    private func row(_ layer: Int, _ value: Double?) -> ProbeRow {
        ProbeRow(
            attribute: "a", layer: layer, kind: .logisticRegression, balancedAccuracy: value,
            meanAbsoluteError: nil, r2: nil, baselineBalancedAccuracy: nil,
            baselineMeanAbsoluteError: nil, baselineR2: nil)
    }
}
