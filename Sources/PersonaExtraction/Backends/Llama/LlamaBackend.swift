#if LlamaCpp
public import Foundation

/// Runs a GGUF file by llama.cpp: graphics processors, quantised weights, and architectures that
/// the native engine does not know.
///
/// Ids come from the model's own tokenizer, as for every backend: a file's vocabulary is not used.
/// Keys and values are float and attention is exact, which llama.cpp's own defaults are not; its
/// GELU, which Gemma uses, is good to about one part in a thousand on the processor. llama.cpp takes
/// a Mistral for a Llama, so that one with a window (7B v0.1: 4,096 tokens) sees all of a longer
/// text; the native engine keeps to the window. Built with the package trait `LlamaCpp`.
///
/// A class because it owns the model; calls take turns.
public final class LlamaBackend: ActivationBackend {
    /// The model.
    public let model: ModelInfo
    private let engine: LlamaEngine
    private let path: String
    private let turns = Turns("llama-backend")

    /// Opens a model.
    ///
    /// - Parameters:
    ///   - file: a GGUF file; the first one when there are several.
    ///   - modelID: the id that vectors are stored under; by default the file's name.
    ///   - threads: how many threads compute; nil means one a core.
    ///   - gpuLayers: how many layers a graphics processor takes; nil means all, where there is one.
    /// - Throws: ``ExtractionError`` with code `modelNotFound` or `unsupportedModel`.
    public init(
        file: URL, modelID: String? = nil, threads: Int? = nil, gpuLayers: Int? = nil
    ) throws {
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw ExtractionError.ggufMissing(file.path)
        }
        let engine = try LlamaEngine(path: file.path, threads: threads, gpuLayers: gpuLayers)
        self.engine = engine
        path = file.path
        model = engine.info(id: modelID ?? file.deletingPathExtension().lastPathComponent)
    }

    /// A digest of the file, and of its other parts where there are several, to tell quantisations of
    /// a model apart in provenance.
    ///
    /// - Returns: 64 hexadecimal digits.
    /// - Throws: ``/Safetensors/SafetensorsError`` when a file cannot be read.
    /// - Complexity: O(bytes of the file); a second or two a gigabyte.
    public func weightsDigest() throws -> String {
        try ModelDigest.of(ModelDigest.ggufParts(of: path))
    }

    /// Runs the model over some texts; see ``ActivationBackend``.
    ///
    /// - Throws: also ``ExtractionError`` with code `llamaFailed`.
    public func activations(
        for requests: [ActivationRequest], layers: [Int]?,
        receive: @escaping @Sendable (Int, [LayerActivations]) throws -> Void
    ) async throws {
        try model.validate(requests)
        let layers = try model.validated(layers: layers)
        let plan = PrefillPlan(requests, batchTokens: 1)
        try await turns.run { [engine] isCancelled in
            try LlamaPrefill(
                engine: engine, plan: plan, layers: layers, isCancelled: isCancelled
            ).run(receive)
        }
    }

    /// Continues a text; see ``ActivationBackend``.
    ///
    /// Tokens are chosen here, from llama.cpp's logits, as the native engine chooses them.
    ///
    /// - Throws: also ``ExtractionError`` with code `llamaFailed`.
    public func generate(
        from prompt: [Int], options: GenerationOptions, steering: SteeringPlan?,
        receive: @escaping @Sendable (Int) -> Bool
    ) async throws -> [Int] {
        try model.validate(prompt: prompt, options: options, steering: steering)
        let ends = options.endTokens ?? model.endTokens
        return try await turns.run { [engine] isCancelled in
            let tap = LlamaTap(hiddenSize: engine.hiddenSize)
            tap.steering = steering?.vectors ?? [:]
            let session = try LlamaSession(
                engine, capacity: prompt.count + options.maximumCount, longest: prompt.count,
                tap: tap)
            var sampler = TokenSampler(options, endTokens: ends)
            var written: [Int] = []
            var pending = prompt
            var position = 0
            for step in 0..<options.maximumCount {
                if isCancelled() { throw CancellationError() }
                tap.factor = Float(
                    steering?.schedule.factor(step: step, of: options.maximumCount) ?? 0)
                try session.decode(
                    pending[...], at: position, sequence: 0, outputs: [pending.count - 1])
                let token = sampler.next(try session.logits(), step: step)
                written.append(token)
                if !receive(token) || ends.contains(token) { break }
                position += pending.count
                pending = [token]
            }
            return written
        }
    }
}
#endif
