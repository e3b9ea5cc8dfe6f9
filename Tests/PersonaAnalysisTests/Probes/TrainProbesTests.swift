import Foundation
import PersonaAnalysis
import PersonaVectors
import Synchronization
import Testing

/// Training as a whole against the original's command, in `Fixtures/probes/run_attribute_probe`.
struct TrainProbesTests {
    struct Expected: Decodable {
        struct Result: Decodable {
            struct Best: Decodable {
                let layer: Int
                let probeKind: String
                let balancedAccuracy: Double?
                let r2: Double?
            }
            let directory: String
            let best: Best
        }
        let layers: [Int]
        let results: [String: Result]
    }

    @Test func defaultsChooseAndSaveWhatTheOriginalDoes() async throws {
        let file = Fixtures.url("probes/run_attribute_probe.expected.json")
        let expected = try Fixtures.decoder.decode(Expected.self, from: Data(contentsOf: file))
        let folder = try TemporaryFolder()
        let root = folder.url
        let seen = Mutex<[ProbeProgress]>([])
        let report = try await trainProbes(
            on: RealData.store(), attributes: RealData.table(), savingIn: root,
            progress: { step in seen.withLock { $0.append(step) } })

        #expect(report.failures.isEmpty && report.personaIDsWithoutAttributes.isEmpty)
        #expect(report.personaIDs.count == 180)
        #expect(report.probes.map(\.labels.attribute) == ProbeTrainingOptions().attributes)
        #expect(seen.withLock { $0.map(\.completed) } == Array(1...25))
        for probe in report.probes {
            let name = probe.labels.attribute
            let result = try #require(expected.results[name])
            #expect(Set(probe.rows.map(\.layer)).sorted() == expected.layers, "\(name)")
            #expect(probe.best.layer == result.best.layer, "\(name)")
            #expect(probe.best.kind.rawValue == result.best.probeKind, "\(name)")
            if let accuracy = result.best.balancedAccuracy {
                #expect(abs((probe.best.balancedAccuracy ?? -1) - accuracy) < 1e-9, "\(name)")
            }
            if let r2 = result.best.r2 {
                // The original fits in float32 here.
                #expect(abs((probe.best.r2 ?? -1) - r2) < 1e-3, "\(name)")
            }
            let saved = try #require(probe.folder)
            #expect(result.directory.hasSuffix(String(saved.path.dropFirst(root.path.count + 1))))
            #expect(try loadProbeArtifact(at: saved) == probe.artifact)
        }
        #expect(listProbeArtifacts(in: root).entries.count == 5)
    }

    @Test func attributesFailOneByOne() async throws {
        var options = ProbeTrainingOptions()
        options.attributes = ["first_name", "sex", "shoe_size", "country"]
        options.layers = .only([3, 3])
        options.minimumClassCount = 200
        options.repeatCount = 2
        let none = try await trainProbes(
            on: RealData.store(), attributes: RealData.table(), options: options)
        #expect(none.probes.isEmpty)
        #expect(none.failures.map(\.attribute) == options.attributes)
        options.minimumClassCount = 5
        options.shuffleCount = 2
        options.provenance = ProbeProvenance()
        let report = try await trainProbes(
            on: RealData.store(), attributes: RealData.table(), options: options)
        let probe = try #require(report.probes.first { $0.labels.attribute == "sex" })
        #expect(probe.rows.count == 2 && probe.folder == nil)
        #expect(probe.repeats?.values.count == 2 && probe.shuffled?.values.count == 2)
        #expect(probe.repeats?.values.first == probe.best.balancedAccuracy)
        #expect(probe.artifact.metadata.provenance?.seed == 0)
        let messages = report.failures.map { "\($0.error)" }
        #expect(messages.contains { $0.hasPrefix("No attribute 'shoe_size' in the personas") })
        #expect(
            messages.contains(
                "Cannot probe 'country': only 'United States' is left, and at least two classes "
                    + "are needed. Lower the minimum class count or add personas."))
    }

    /// Of 180 personas 144 are trained on; the rare attribute has fewer than the components.
    @Test func anAttributeThatCannotBeFittedDoesNotStopTheOthers() async throws {
        let (ids, _) = try RealData.samples("templated")
        let lines = ids.enumerated().map { index, id in
            let rare = index < 50 ? ", \"rare\": \"\(index % 2)\"" : ""
            return "{\"id\": \"\(id)\", \"persona\": {\"even\": \"\(index % 2)\"\(rare)}}"
        }
        let table = try AttributeTable(
            personas: Array(lines.joined(separator: "\n").utf8), personasPath: "p", schema: nil,
            schemaPath: "s")
        var options = ProbeTrainingOptions()
        options.attributes = ["rare", "even"]
        options.layers = .only([0, 3])
        options.probe.preprocessing = ProbePreprocessing(pcaComponentCount: 60)
        let report = try await trainProbes(
            on: RealData.store(), attributes: table, options: options)
        #expect(report.probes.map(\.labels.attribute) == ["even"])
        #expect(report.probes.first?.rows.map(\.layer) == [0, 3])
        #expect(report.failures.map(\.attribute) == ["rare"])
        #expect(
            report.failures.map { "\($0.error)" } == [
                "The PCA of a probe of 40 samples of 384 features has at most 40 components; 60 were "
                    + "asked for."
            ])
    }

    struct Poor: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: String
        /// The value of a persona by its position; nil for none.
        let value: @Sendable (Int) -> String?
        let message: String
    }

    @Test(arguments: [
        Poor(
            testDescription: "a class of one", kind: "nominal",
            value: { $0 == 7 ? "\"lone\"" : "\"\($0 % 2)\"" },
            message: "Cannot probe 'it': its 180 personas cannot be split into some to train on and"
                + " some to test on, with every class in both; its smallest class 'lone' has 1 of"
                + " them. Raise the minimum class count, or add personas."),
        Poor(
            testDescription: "one number", kind: "numeric", value: { _ in "4" },
            message: "Cannot probe 'it': everybody has the number 4.0, and at least two different"
                + " numbers are needed. Choose other personas."),
        Poor(
            testDescription: "no number", kind: "numeric", value: { _ in nil },
            message:
                "Cannot probe 'it': nobody has a number, and at least two different numbers are"
                + " needed. Choose other personas."),
        // One of three is tested, and of one number nothing can be explained.
        Poor(
            testDescription: "three numbers", kind: "numeric", value: { $0 < 3 ? "\($0)" : nil },
            message: "Cannot choose the best probe of 'it': none has a finite r2, which needs at"
                + " least two different numbers among the personas that are tested. Add personas."),
    ])
    func saysWhoseSamplesAreTooPoor(_ poor: Poor) async throws {
        let (ids, _) = try RealData.samples("templated")
        let lines = ids.enumerated().map { index, id in
            let value = poor.value(index).map { "\"it\": \($0)" } ?? ""
            return "{\"id\": \"\(id)\", \"persona\": {\(value)}}"
        }
        let schema = "{\"persona_fields\": {\"it\": {\"kind\": \"\(poor.kind)\"}}}"
        var options = ProbeTrainingOptions()
        options.attributes = ["it"]
        options.layers = .only([0])
        options.minimumClassCount = 1
        let report = try await trainProbes(
            on: RealData.store(),
            attributes: AttributeTable(
                personas: Array(lines.joined(separator: "\n").utf8), personasPath: "p",
                schema: Array(schema.utf8), schemaPath: "s"), options: options)
        #expect(report.probes.isEmpty)
        #expect(report.failures.map { "\($0.error)" } == [poor.message])
    }

    @Test func noLayersAreRefusedBeforeAnythingIsRead() async throws {
        var options = ProbeTrainingOptions()
        options.layers = .only([])
        let chosen = options
        let error = await #expect(throws: AnalysisError.self) {
            try await trainProbes(
                on: RealData.store(), attributes: RealData.table(), options: chosen)
        }
        #expect(error?.code == .invalidArgument)
        #expect(
            error?.message == "Cannot train probes: the list of layers is empty. Name at least one "
                + "layer, or ask for all.")
    }

    @Test func aCancelledTaskStopsAfterTheLayerThatItIsAt() async throws {
        var options = ProbeTrainingOptions()
        options.attributes = ["age"]
        options.layers = .all
        options.probe.threads = 1
        let layers = Mutex<[Int]>([])
        let task = Task { [options] in
            try await trainProbes(
                on: RealData.store(), attributes: RealData.table(), options: options,
                progress: { step in
                    layers.withLock { $0.append(step.layer) }
                    withUnsafeCurrentTask { $0?.cancel() }
                })
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(layers.withLock { $0 } == [0])
    }

    @Test func aFitThatIsStoppedSaysSo() throws {
        let (ids, samples) = try RealData.samples("templated")
        let labels = try SplitFixture.labels(of: "sex", personaIDs: ids)
        var options = ProbeOptions()
        let fitted = try sweepAttribute(labels, on: samples, layers: [3], options: options)
        #expect(fitted.map(\.isConverged) == [true, true])
        options.maximumIterations = 2
        let stopped = try sweepAttribute(labels, on: samples, layers: [3], options: options)
        #expect(stopped.map(\.kind) == [.differenceOfMeans, .logisticRegression])
        #expect(stopped.map(\.isConverged) == [true, false])
    }

    @Test func personasOfAnotherDataSetAreRefused() async throws {
        let table = try AttributeTable(
            personas: Array("{\"id\": \"a\", \"persona\": {\"b\": 1}}".utf8), personasPath: "p",
            schema: nil, schemaPath: "s")
        let error = await #expect(throws: AnalysisError.self) {
            try await trainProbes(on: RealData.store(), attributes: table)
        }
        #expect(error?.code == .notFound)
        #expect(
            error?.message == "No persona has both a vector and attributes: there are 180 vectors "
                + "and 1 rows of attributes, with no id in common. Check that both belong to the "
                + "same data set.")
    }

    struct Refusal: Sendable {
        let attribute: String
        var kinds: [ProbeKind]?
        var components: Int?
        var layers = [0]
        var code = AnalysisError.Code.invalidArgument
        let message: String
    }

    @Test(arguments: [
        Refusal(
            attribute: "age", kinds: [.logisticRegression],
            message: "Cannot fit logistic_regression to a numeric attribute; use "
                + "ridge_regression."),
        Refusal(
            attribute: "highest_degree_received", kinds: [.logisticRegression],
            message: "Cannot fit logistic_regression to an ordinal attribute; use "
                + "ridge_regression."),
        Refusal(
            attribute: "sex", kinds: [.ridgeRegression],
            message: "Cannot fit ridge_regression to a binary attribute; use difference_of_means "
                + "or logistic_regression."),
        Refusal(
            attribute: "race", kinds: [.differenceOfMeans],
            message: "Cannot fit difference_of_means to a categorical attribute; use "
                + "logistic_regression."),
        Refusal(
            attribute: "sex", components: 145,
            message: "The PCA of a probe of 144 samples of 384 features has at most 144 "
                + "components; 145 were asked for."),
        Refusal(
            attribute: "sex", layers: [7], code: .notFound,
            message: "Layer 7 was not loaded; the samples have the layers 0, 1, 2, 3, 4, 5, 6."),
    ])
    func refusesWhatCannotBeFitted(_ refusal: Refusal) throws {
        let (ids, samples) = try RealData.samples("templated")
        let labels = try SplitFixture.labels(of: refusal.attribute, personaIDs: ids)
        var options = ProbeOptions()
        options.kinds = refusal.kinds
        options.preprocessing = ProbePreprocessing(pcaComponentCount: refusal.components)
        let error = #expect(throws: AnalysisError.self) {
            try sweepAttribute(labels, on: samples, layers: refusal.layers, options: options)
        }
        #expect(error?.code == refusal.code)
        #expect(error?.message == refusal.message)
    }
}
