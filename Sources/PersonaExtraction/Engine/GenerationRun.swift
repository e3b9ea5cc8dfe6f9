/// One continuation of a text, token by token.
struct GenerationRun {
    private let decoder: Decoder
    private let options: GenerationOptions
    private let endTokens: [Int]
    private let schedule: SteeringSchedule
    private let vectors: [Int: FloatBuffer]
    private let cache: KeyValueCache
    private let isCancelled: @Sendable () -> Bool
    private var sampler: TokenSampler

    init(
        decoder: Decoder, options: GenerationOptions, endTokens: [Int], steering: SteeringPlan?,
        promptCount: Int, isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.decoder = decoder
        self.options = options
        self.endTokens = endTokens
        self.isCancelled = isCancelled
        schedule = steering?.schedule ?? .none
        vectors = steering?.vectors.mapValues { FloatBuffer(copying: $0) } ?? [:]
        cache = KeyValueCache(
            config: decoder.config, layerCount: decoder.layerCount,
            capacity: promptCount + options.maximumCount)
        sampler = TokenSampler(options, endTokens: endTokens)
    }

    mutating func run(_ prompt: [Int], _ receive: (Int) -> Bool) throws -> [Int] {
        var written: [Int] = []
        var pending = prompt
        var position = 0
        for step in 0..<options.maximumCount {
            let logits = try logits(after: pending, at: position, step: step)
            let token = try sampler.next(
                UnsafeMutableBufferPointer(start: logits.base, count: logits.count), step: step)
            written.append(token)
            if !receive(token) || endTokens.contains(token) { break }
            position += pending.count
            pending = [token]
        }
        return written
    }

    private func logits(after tokens: [Int], at position: Int, step: Int) throws -> FloatBuffer {
        var batch = DecoderBatch(start: position)
        batch.append(tokens)
        batch.wantedRows = [tokens.count - 1]
        var hooks = DecoderHooks()
        hooks.steering = vectors
        hooks.factor = Float(schedule.factor(step: step, of: options.maximumCount))
        hooks.isCancelled = isCancelled
        let hidden = try decoder.run(
            batch, keys: .kept(cache), lastLayer: decoder.layerCount - 1, isStep: step > 0,
            hooks: hooks)
        return decoder.logits(of: hidden.base)
    }
}
