import Foundation
import PersonaExtraction
import PersonaVectors
import Synchronization
import Testing

/// From samples to stored vectors.
struct ActivationExtractorTests {
    let root = FileManager.default.temporaryDirectory.appending(
        path: "extractor-\(UUID().uuidString)")
    let model = TinyModel(name: "qwen2")

    static let tasks = ["p1", "p2", "p3"].flatMap { id in
        PromptVariant.defaults.map {
            ExtractionTask(personaID: id, personaName: id.uppercased(), variant: $0)
        }
    }

    /// Two questions; the persona's own mask lies in the first alone.
    @Sendable func samples(of task: ExtractionTask) throws -> PersonaSamples {
        let seed = (task.personaID + task.variant.rawValue).utf8.reduce(0) { $0 + Int($1) }
        let start = (0..<20).map { (seed + $0 * 3) % 150 + 3 }
        return PersonaSamples(
            samples: [
                .init(
                    id: "q1", tokens: start + [5, 6, 7, 8],
                    masks: [.answerMean: [22, 23], .personaMean: [1, 2, 3]]),
                .init(id: "q2", tokens: start + [9, 10, 11], masks: [.answerMean: [21, 22]]),
            ], details: ["prompt_digest": "d1"])
    }

    func extractor(
        _ options: ActivationExtractor.Options = .init(strategies: [.answerMean, .personaMean])
    ) throws -> ActivationExtractor {
        try ActivationExtractor(
            backend: try model.backend(), rootDirectory: root, options: options)
    }

    func store(_ strategy: MaskStrategy) throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: "tiny/qwen2", rootDirectory: root, maskStrategy: strategy)
    }

    @Test func savesTheMeanOverSamplesOfTheMeanOverTokens() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let task = Self.tasks[0]
        var options = ActivationExtractor.Options(strategies: [.answerMean, .personaMean])
        options.modelRevision = "abc"
        let report = try await extractor(options).run([task], prepare: samples)
        #expect(report.saved == [task])
        let texts = try samples(of: task).samples
        let backend = try model.backend()
        let found = try store(.answerMean).load(.templated, personaID: "p1")
        let rows = try await backend.activations(
            for: texts.map { .init(tokens: $0.tokens, selections: [$0.masks[.answerMean] ?? []]) })
        let expected = zip(rows[0][0].values, rows[1][0].values).map {
            Float((Double($0) + Double($1)) / 2)
        }
        #expect(try found.floats() == expected)
        #expect(found.layerCount == backend.model.layerCount)
        #expect(found.provenance?.modelRevision == "abc")
        #expect(found.provenance?.layerConvention == VectorProvenance.blockOutput)
        #expect(found.provenance?.details["prompt_digest"] == "d1")
        #expect(found.provenance?.details["compute_dtype"] == "F32")
        let answers = try store(.answerMean).personaSampleIDs(.templated, personaID: "p1")
        let personas = try store(.personaMean).personaSampleIDs(.templated, personaID: "p1")
        #expect(answers == ["q1", "q2"])
        #expect(personas == ["q1"])
        let names = try store(.answerMean).personaNames(for: ["p1"], variants: [.templated])
        #expect(names["p1"] == task.personaName)
    }

    @Test func aTextThatIsTooLongIsNamed() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let error = await #expect(throws: ExtractionError.self) {
            try await extractor().run(Self.tasks) { task in
                var samples = try samples(of: task)
                samples.samples[1].tokens = Array(repeating: 4, count: 257)
                return samples
            }
        }
        #expect(
            error?.message == """
                Extracting 'p1' (templated) failed, and nothing was saved for it: The prompt of \
                sample 'q2' has 257 tokens; the model was made for at most 256. Shorten the persona \
                or the question, or leave the sample out.
                """)
    }

    @Test func aTokenThatTheModelDoesNotHaveIsNamedWithItsSample() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let error = await #expect(throws: ExtractionError.self) {
            try await extractor().run(Self.tasks) { task in
                var samples = try samples(of: task)
                samples.samples[1].tokens[0] = 160
                return samples
            }
        }
        #expect(
            error?.message == """
                Extracting 'p1' (templated) failed, and nothing was saved for it: The prompt of \
                sample 'q2' has the token id 160; the model's ids are 0 to 159. Use the model's own \
                tokenizer.
                """)
    }

    @Test func aMeanThatIsNoNumberIsNotSaved() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let task = Self.tasks[0]
        let info = try model.backend().model
        let recordings = try samples(of: task).samples.map { sample in
            var outputs = [Float](
                repeating: 1, count: info.layerCount * sample.tokens.count * info.hiddenSize)
            // The second block's output of a token that the answer's mask selects.
            outputs[(sample.tokens.count + 22) * info.hiddenSize + 3] = .infinity
            return ReplayBackend.Recording(
                tokens: sample.tokens, blockOutputs: outputs, continuation: [])
        }
        let extractor = try ActivationExtractor(
            backend: ReplayBackend(model: info, recordings: recordings), rootDirectory: root)
        let error = await #expect(throws: ExtractionError.self) {
            try await extractor.run([task], prepare: samples)
        }
        #expect((error?.underlyingError as? ExtractionError)?.code == .notFinite)
        #expect(
            error?.message.hasPrefix(
                "Extracting 'p1' (templated) failed, and nothing was saved for it: The mean of layer 1 "
                    + "for the mask 'answer_mean' is no finite number, computed in ") == true,
            "\(error?.message ?? "")")
        #expect(!FileManager.default.fileExists(atPath: root.path))
    }

    @Test func shardsDivideThePersonas() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let first = try await extractor(.init(shard: .init(parsing: "1/2")))
            .run(Self.tasks, prepare: samples)
        let second = try await extractor(.init(shard: .init(parsing: "2/2")))
            .run(Self.tasks, prepare: samples)
        #expect(first.saved == [0, 1, 4, 5].map { Self.tasks[$0] })
        #expect(second.saved == [2, 3].map { Self.tasks[$0] })
    }

    @Test(arguments: ["", "1", "0/2", "3/2", "1/2/3", "a/b", "-1/2"])
    func refusesShardsThatAreNone(_ text: String) {
        let error = #expect(throws: ExtractionError.self) {
            try ExtractionShard(parsing: text)
        }
        #expect(
            error?.message
                == "The shard '\(text)' is not i/n with 1 ≤ i ≤ n, for example 2/8.")
    }

    @Test func aFailureEndsTheRunAndLeavesNothingOfItsPersona() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let error = await #expect(throws: ExtractionError.self) {
            try await extractor().run(Self.tasks) { task in
                var samples = try samples(of: task)
                if task == Self.tasks[1] { samples.samples[1].masks[.answerMean] = [] }
                return samples
            }
        }
        #expect(error?.code == .personaFailed)
        #expect(
            error?.message
                == """
                Extracting 'p1' (biography) failed, and nothing was saved for it: The mask \
                'answer_mean' selects no token of sample 'q2'; nothing can be averaged.
                """)
        #expect(try store(.answerMean).availableVariants() == [.templated])
        #expect(try store(.personaMean).availableVariants() == [.templated])
    }

    @Test func failedPersonasAreLeftOutWhenAsked() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let report = try await extractor(.init(skipsFailed: true)).run(Self.tasks) { task in
            var samples = try samples(of: task)
            if task.personaID == "p2" {
                samples.samples[0].tokens = Array(repeating: 4, count: 999)
            }
            return samples
        }
        #expect(report.saved.map(\.personaID) == ["p1", "p1", "p3", "p3"])
        #expect(report.failures.map(\.task.personaID) == ["p2", "p2"])
        #expect(try store(.answerMean).listPersonas() == ["p1", "p3"])
    }

    @Test func progressCountsTasksAndTokens() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let heard = Mutex<[ExtractionProgress]>([])
        _ = try await extractor().run(Array(Self.tasks[..<2]), prepare: samples) { progress in
            heard.withLock { $0.append(progress) }
        }
        let last = try #require(heard.withLock { $0.last })
        // Each task starts, finishes two samples, and is saved.
        #expect(heard.withLock(\.count) == 8)
        #expect(last.completedTasks == 2)
        #expect(last.taskCount == 2)
        #expect(last.tokens == 94)
        #expect(last.timeLeft == .zero)
    }
}
