/// Answers from hidden states that were recorded before: for tests, and for looking at a run
/// without its model.
public struct ReplayBackend: ActivationBackend {
    /// The hidden states of one text.
    public struct Recording: Hashable, Sendable {
        /// The text.
        public let tokens: [Int]
        /// layers × tokens × hidden size, row after row.
        public let blockOutputs: [Float]
        /// What generation answers for this text as a prompt.
        public let continuation: [Int]

        /// A recording; ``ReplayBackend`` checks its size when it is played.
        public init(tokens: [Int], blockOutputs: [Float], continuation: [Int] = []) {
            self.tokens = tokens
            self.blockOutputs = blockOutputs
            self.continuation = continuation
        }
    }

    /// The model that was recorded.
    public let model: ModelInfo
    private let recordings: [[Int]: Recording]

    /// A backend that knows these texts and no others; of equal texts the last recording counts.
    public init(model: ModelInfo, recordings: [Recording]) {
        self.model = model
        self.recordings = Dictionary(recordings.map { ($0.tokens, $0) }) { $1 }
    }

    /// Averages recorded hidden states; see ``ActivationBackend``.
    ///
    /// - Throws: also ``ExtractionError`` with code `notRecorded` for a text without a recording.
    public func activations(
        for requests: [ActivationRequest], layers: [Int]?,
        receive: @escaping @Sendable (Int, [LayerActivations]) throws -> Void
    ) async throws {
        try model.validate(requests)
        let layers = try model.validated(layers: layers)
        let found = try requests.map { try recording(of: $0.tokens) }
        for (index, request) in requests.enumerated() {
            try Task.checkCancellation()
            try receive(
                index, request.selections.map { mean(of: $0, in: found[index], layers: layers) })
        }
    }

    /// Answers with the recorded continuation, up to the maximum; steering is checked, then ignored.
    ///
    /// - Throws: also ``ExtractionError`` with code `notRecorded` for an unknown prompt.
    public func generate(
        from prompt: [Int], options: GenerationOptions, steering: SteeringPlan?,
        receive: @escaping @Sendable (Int) -> Bool
    ) async throws -> [Int] {
        try model.validate(prompt: prompt, options: options, steering: steering)
        var written: [Int] = []
        for token in try recording(of: prompt).continuation.prefix(options.maximumCount) {
            written.append(token)
            if !receive(token) { break }
        }
        return written
    }

    private func recording(of tokens: [Int]) throws(ExtractionError) -> Recording {
        guard let recording = recordings[tokens] else {
            throw .notRecorded(tokenCount: tokens.count, recordingCount: recordings.count)
        }
        let needed = model.layerCount * tokens.count * model.hiddenSize
        guard recording.blockOutputs.count == needed else {
            throw .recordingSize(found: recording.blockOutputs.count, needed: needed)
        }
        return recording
    }

    private func mean(
        of positions: [Int], in recording: Recording, layers: [Int]
    ) -> LayerActivations {
        let hidden = model.hiddenSize
        var values: [Float] = []
        for layer in layers {
            var sums = [Double](repeating: 0, count: hidden)
            for position in positions {
                let start = (layer * recording.tokens.count + position) * hidden
                for index in 0..<hidden {
                    sums[index] += Double(recording.blockOutputs[start + index])
                }
            }
            values += sums.map { Float($0 / Double(positions.count)) }
        }
        return LayerActivations(layers: layers, hiddenSize: hidden, values: values)
    }
}
