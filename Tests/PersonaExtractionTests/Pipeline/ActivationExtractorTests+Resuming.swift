import Foundation
import PersonaExtraction
import PersonaVectors
import Synchronization
import Testing

/// What a run finds stored, and what it computes anew.
extension ActivationExtractorTests {
    @Test func theSecondRunSkipsWhatIsStored() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let first = try await extractor().run(Array(Self.tasks[..<2]), prepare: samples)
        let second = try await extractor().run(Self.tasks, prepare: samples)
        #expect(first.saved == Array(Self.tasks[..<2]))
        #expect(second.skipped == Array(Self.tasks[..<2]))
        #expect(second.saved == Array(Self.tasks[2...]))
    }

    @Test func otherSamplesPromptsOrModelsAreComputedAnew() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let task = Self.tasks[0]
        _ = try await extractor().run([task], prepare: samples)
        let fewer = try await extractor(.init()).run([task]) {
            PersonaSamples(samples: Array(try samples(of: $0).samples.dropLast()))
        }
        #expect(fewer.saved == [task])
        let otherPrompt = try await extractor(.init()).run([task]) {
            PersonaSamples(
                samples: Array(try samples(of: $0).samples.dropLast()),
                details: ["prompt_digest": "d2"])
        }
        #expect(otherPrompt.saved.isEmpty)  // the vector stored said nothing of its prompt
        let again = try await extractor().run([task], prepare: samples)
        #expect(again.saved == [task])
        let changed = try await extractor().run([task]) { task in
            var changed = try samples(of: task)
            changed.details["prompt_digest"] = "d2"
            return changed
        }
        #expect(changed.saved == [task])
        #expect(again.replaced.map(\.origin) == ["other questions"])
        #expect(
            changed.replaced.map(\.origin) == ["another prompt_digest", "another prompt_digest"])
        #expect(changed.replaced.map(\.strategy) == [.answerMean, .personaMean])
        let forced = try await extractor(.init(replacesStored: true)).run([task]) { task in
            var same = try samples(of: task)
            same.details["prompt_digest"] = "d2"
            return same
        }
        #expect(forced.saved == [task])
        #expect(forced.replaced.isEmpty)
    }

    @Test func anotherRevisionOfTheModelIsComputedAnew() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let task = Self.tasks[0]
        func run(_ revision: String?) async throws -> ExtractionReport {
            try await extractor(.init(modelRevision: revision)).run([task], prepare: samples)
        }
        #expect(try await run("q8").saved == [task])
        #expect(try await run("q8").skipped == [task])
        #expect(try await run("q4").saved == [task])
        #expect(
            try store(.answerMean).load(.templated, personaID: "p1").provenance?.modelRevision
                == "q4")
        // Who does not know the revision believes what is there.
        #expect(try await run(nil).skipped == [task])
    }

    @Test func anotherScaleOfEmbeddingsIsComputedAnew() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let task = Self.tasks[0]
        func run(
            _ scale: NativeBackend.Options.EmbeddingScale
        ) async throws -> ExtractionReport {
            let backend = try TinyModel(name: "gemma2").backend(
                .init(compute: .float32, embeddingScale: scale))
            return try await ActivationExtractor(backend: backend, rootDirectory: root)
                .run([task], prepare: samples)
        }
        #expect(try await run(.exact).saved == [task])
        #expect(try await run(.exact).skipped == [task])
        #expect(try await run(.checkpointDType).saved == [task])
    }

    /// The description's own masks depend on the first prompt alone.
    @Test func laterQuestionsAreNothingToTheDescriptionsVectors() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let task = Self.tasks[0]
        @Sendable func changed(_ task: ExtractionTask) throws -> PersonaSamples {
            var samples = try samples(of: task)
            samples.details["prompt_digest"] = "d2"
            samples.firstSampleDetails["prompt_digest"] = "first"
            return samples
        }
        _ = try await extractor().run([task]) { task in
            var samples = try samples(of: task)
            samples.firstSampleDetails["prompt_digest"] = "first"
            return samples
        }
        let saved = Mutex<[MaskStrategy]>([])
        let report = try await extractor().run([task], prepare: changed) { progress in
            if case .saved(let strategies) = progress.event { saved.withLock { $0 = strategies } }
        }
        #expect(report.saved == [task])
        #expect(saved.withLock { $0 } == [.answerMean])
        #expect(
            try store(.personaMean).load(.templated, personaID: "p1").provenance?
                .details["prompt_digest"] == "first")
    }

    /// Cancelled after any of the steps that are told: what was saved stays, and the rest follows.
    @Test(arguments: 1...12) func aCancelledRunGoesOnWhereItWas(step: Int) async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let tasks = Array(Self.tasks[..<3])
        let heard = Steps()
        let (extractor, prepare) = (try extractor(), samples)
        let running = Task {
            try await extractor.run(tasks, prepare: prepare) { progress in
                // A sample is told on the engine's own thread, where there is no task to cancel.
                guard heard.add(progress) >= step else { return }
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        do {
            _ = try await running.value
            #expect(heard.saved.count == 3)
        } catch {
            #expect(error is CancellationError)
            #expect(heard.saved.count < 3)
        }
        let rest = try await self.extractor().run(tasks, prepare: samples)
        #expect(rest.skipped == heard.saved)
        #expect(rest.skipped + rest.saved == tasks)
    }
}

/// The steps of an extraction that were told; a class because tasks share it.
private final class Steps: Sendable {
    private let steps = Mutex<[ExtractionProgress]>([])

    /// Adds a step and answers how many there are.
    func add(_ step: ExtractionProgress) -> Int {
        steps.withLock {
            $0.append(step)
            return $0.count
        }
    }

    /// The tasks that were saved.
    var saved: [ExtractionTask] {
        steps.withLock { steps in
            steps.compactMap { step in
                if case .saved = step.event { step.task } else { nil }
            }
        }
    }
}
