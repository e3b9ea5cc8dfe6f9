import Dispatch
public import Foundation
import PersonaVectors
import Safetensors

/// Runs a model by transformers in a Python process: any architecture, any device that torch has,
/// and the truth that the native engine is tested against.
///
/// The process is started by ``init(model:modelID:python:dtype:device:threads:script:)`` and ends
/// with the last reference to the backend. Each text is a full pass, as in the Python original.
///
/// A program of one's own may take the place of the package's, for example to ask a model that runs
/// elsewhere: <doc:TheWorker> says what it is asked.
///
/// A class because it owns the process; calls take turns.
public final class WorkerBackend: ActivationBackend {
    /// In which dtype torch computes.
    public enum DType: String, CaseIterable, Sendable {
        /// That of the checkpoint.
        case auto
        /// Four bytes.
        case float32
        /// Two bytes, with the range of float32.
        case bfloat16
        /// Two bytes, IEEE.
        case float16
    }

    /// The model.
    public let model: ModelInfo
    private let process: WorkerProcess
    private let queue = DispatchQueue(label: "persona-vectors.worker-backend")

    /// Starts Python and loads the model, which takes several seconds.
    ///
    /// - Parameters:
    ///   - model: a folder, or an id that transformers finds in its cache or downloads.
    ///   - modelID: the id that vectors are stored under; by default `model`.
    ///   - python: the path of a Python that has torch, transformers and safetensors.
    ///   - dtype: in which dtype torch computes.
    ///   - device: torch's name of the device, for example `cpu`, `cuda:0` or `mps`.
    ///   - threads: how many threads torch computes with on the processor; nil leaves it to torch.
    ///   - script: a Python program to run in place of the package's own; it must answer as that does.
    /// - Throws: ``ExtractionError`` with code `workerFailed`, with the last line that Python wrote.
    public init(
        model: String, modelID: String? = nil, python: String, dtype: DType = .auto,
        device: String = "cpu", threads: Int? = nil, script: URL? = nil
    ) async throws {
        let queue = queue
        let (process, info) = try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        let program = script.map { [$0.path] } ?? ["-c", WorkerScript.source]
                        let process = try WorkerProcess(
                            python: python,
                            arguments: program + [
                                model, dtype.rawValue, device, threads.map(String.init) ?? "",
                            ])
                        let facts = try process.answer()
                        return (process, try Self.info(facts, id: modelID ?? model))
                    })
            }
        }
        self.process = process
        self.model = info
    }

    private static func info(_ answer: WorkerAnswer, id: String) throws -> ModelInfo {
        let dtypes: [String: TensorDType] = [
            "float32": .float32, "bfloat16": .bfloat16, "float16": .float16,
        ]
        let dtype = dtypes[answer.text("dtype")] ?? .float32
        return ModelInfo(
            id: id, architecture: answer.text("architecture"),
            layerCount: try answer.count("layers"), hiddenSize: try answer.count("hidden"),
            vocabularySize: try answer.count("vocabulary"),
            contextLength: try answer.count("context"),
            endTokens: answer.facts["ends"]?.arrayValue?.compactMap(\.integerValue) ?? [],
            weightDType: dtype, computeDType: dtype, engine: "worker")
    }

    /// Runs the model over some texts; see ``ActivationBackend``.
    ///
    /// - Throws: also ``ExtractionError`` with code `workerFailed`.
    public func activations(
        for requests: [ActivationRequest], layers: [Int]?,
        receive: @escaping @Sendable (Int, [LayerActivations]) throws -> Void
    ) async throws {
        try model.validate(requests)
        let layers = try model.validated(layers: layers)
        for (index, request) in requests.enumerated() {
            try Task.checkCancellation()
            let question = WorkerQuestion(
                do: "activations", tokens: request.tokens, selections: request.selections,
                layers: layers)
            let answer = try await ask(question)
            try receive(
                index,
                try request.selections.indices.map { selection in
                    let shape = [layers.count, model.hiddenSize]
                    return LayerActivations(
                        layers: layers, hiddenSize: model.hiddenSize,
                        values: try answer.floats("\(selection)", shape: shape))
                })
        }
    }

    /// Continues a text; see ``ActivationBackend``.
    ///
    /// Tokens are chosen here, from the worker's logits, as the native engine chooses them.
    ///
    /// - Throws: also ``ExtractionError`` with code `workerFailed`.
    public func generate(
        from prompt: [Int], options: GenerationOptions, steering: SteeringPlan?,
        receive: @escaping @Sendable (Int) -> Bool
    ) async throws -> [Int] {
        try model.validate(prompt: prompt, options: options, steering: steering)
        let vectors = steering?.vectors ?? [:]
        _ = try await ask(
            WorkerQuestion(
                do: "steer",
                vectors: Dictionary(uniqueKeysWithValues: vectors.map { ("\($0)", $1) })))
        let endTokens = options.endTokens ?? model.endTokens
        var sampler = TokenSampler(options, endTokens: endTokens)
        var written: [Int] = []
        var pending = prompt
        for step in 0..<options.maximumCount {
            try Task.checkCancellation()
            let factor = steering?.schedule.factor(step: step, of: options.maximumCount) ?? 0
            let answer = try await ask(
                WorkerQuestion(do: "logits", tokens: pending, fresh: step == 0, factor: factor))
            var logits = try answer.floats("logits", shape: [model.vocabularySize])
            let token = try logits.withUnsafeMutableBufferPointer {
                try sampler.next($0, step: step)
            }
            written.append(token)
            if !receive(token) || endTokens.contains(token) { break }
            pending = [token]
        }
        return written
    }

    private func ask(_ question: WorkerQuestion) async throws -> WorkerAnswer {
        let data = try JSONEncoder().encode(question)
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { [process] in
                continuation.resume(with: Result { try process.ask(data) })
            }
        }
    }
}

/// What the worker is asked; see ``WorkerScript``.
private struct WorkerQuestion: Encodable {
    let `do`: String
    var tokens: [Int]?
    var selections: [[Int]]?
    var layers: [Int]?
    var vectors: [String: [Float]]?
    var fresh: Bool?
    var factor: Double?
}
