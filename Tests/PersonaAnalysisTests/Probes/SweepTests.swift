import Foundation
import PersonaAnalysis
import Testing

/// Sweeps of the real data against scikit-learn's, in `Fixtures/probes/sweep.json`.
struct SweepTests {
    struct Expected: Decodable {
        struct Sweep: Decodable {
            let task: String
            let best: Row
            let rows: [Row]
        }
        struct Row: Decodable {
            struct Exact: Decodable {
                let balancedAccuracy: Double?
                let mae: Double?
                let r2: Double?
            }
            let layer: Int
            let probeKind: String
            let balancedAccuracy: Double?
            let mae: Double?
            let r2: Double?
            let baselineBalancedAccuracy: Double?
            let baselineMae: Double?
            let baselineR2: Double?
            let exact64: Exact?
        }
        let sweeps: [String: Sweep]
    }

    /// One sweep of the fixture: `templated/pca=10/normalize=False/sex`.
    struct Name {
        let variant: String
        let preprocessing: ProbePreprocessing
        let attribute: String

        init(_ text: String) {
            let parts = text.split(separator: "/").map(String.init)
            variant = parts[0]
            preprocessing = ProbePreprocessing(
                pcaComponentCount: Int(parts[1].dropFirst("pca=".count)),
                normalizesPCA: parts[2] == "normalize=True")
            attribute = parts[3]
        }
    }

    @Test(arguments: ["templated", "biography"])
    func rowsAreThoseOfScikitLearn(variant: String) throws {
        let file = Fixtures.url("probes/sweep.json")
        let expected = try Fixtures.decoder.decode(Expected.self, from: Data(contentsOf: file))
        let (ids, samples) = try RealData.samples(variant)
        let sweeps = expected.sweeps.filter { $0.key.hasPrefix(variant + "/") }
        #expect(sweeps.count == (variant == "templated" ? 21 : 5))
        for (key, sweep) in sweeps {
            let name = Name(key)
            let labels = try SplitFixture.labels(of: name.attribute, personaIDs: ids)
            var options = ProbeOptions()
            options.preprocessing = name.preprocessing
            let rows = try sweepAttribute(labels, on: samples, options: options)
            #expect(rows.count == sweep.rows.count, "\(key)")
            for (row, expected) in zip(rows, sweep.rows) {
                try check(row, against: expected, labels: labels, name: key)
            }
        }
    }

    private func check(
        _ row: ProbeRow, against expected: Expected.Row, labels: ProbeLabels, name: String
    ) throws {
        let place = "\(name), layer \(expected.layer), \(expected.probeKind)"
        #expect(row.layer == expected.layer && row.kind.rawValue == expected.probeKind, "\(place)")
        let exact = try #require(expected.exact64)
        if row.kind == .logisticRegression {
            // One test sample of the rarest class decided otherwise moves the metric by this much.
            let rarest = Dictionary(grouping: labels.classes) { $0 }.values.map(\.count).min() ?? 0
            let classCount = Set(labels.classes).count
            let oneSample = 1 / Double(classCount * max(rarest / 5, 1))
            let accuracy = try #require(row.balancedAccuracy)
            let reference = try #require(expected.balancedAccuracy)
            #expect(abs(accuracy - reference) <= oneSample + 1e-9, "\(place)")
            let optimum = try #require(exact.balancedAccuracy)
            #expect(abs(accuracy - optimum) <= 1e-9, "\(place)")
        } else {
            expect(row.balancedAccuracy, exact.balancedAccuracy, "\(place), balanced accuracy")
            expect(row.meanAbsoluteError, exact.mae, "\(place), error")
            expect(row.r2, exact.r2, "\(place), r2")
        }
        let baseline = "\(place), baseline"
        expect(row.baselineBalancedAccuracy, expected.baselineBalancedAccuracy, baseline)
        expect(row.baselineMeanAbsoluteError, expected.baselineMae, baseline)
        expect(row.baselineR2, expected.baselineR2, baseline)
    }

    private func expect(_ value: Double?, _ expected: Double?, _ place: String) {
        guard let value, let expected else {
            #expect((value == nil) == (expected == nil), "\(place)")
            return
        }
        #expect(abs(value - expected) <= 1e-6 * max(1, abs(expected)), "\(place)")
    }

    @Test func bitsDoNotDependOnThreads() throws {
        let (ids, samples) = try RealData.samples("templated")
        let labels = try SplitFixture.labels(of: "race", personaIDs: ids)
        let sweeps = try [1, 2, 5].map { threads in
            var options = ProbeOptions()
            options.threads = threads
            return try sweepAttribute(labels, on: samples, layers: [6, 0, 3], options: options)
        }
        #expect(sweeps[0] == sweeps[1] && sweeps[1] == sweeps[2])
        #expect(sweeps[0].map(\.layer) == [6, 0, 3])
    }
}
