import CKernels

/// A decoder model, ready to run: weights where they lie, and how to compute with them.
struct Decoder: Sendable {
    let config: DecoderConfig
    let weights: DecoderWeights
    let runner: KernelRunner
    /// Whether products take rounded input, on processors that multiply bfloat16.
    let roundsInput: Bool
    /// What embeddings are multiplied by.
    let embeddingScale: Float

    var layerCount: Int { config.layers.count }

    /// Where the keys and values of a pass go.
    enum Keys {
        /// After the shared positions, if there are any, and forgotten after each layer.
        case discarded(shared: KeyValueCache?)
        /// Into the cache, behind the positions it holds; for batches of one sequence.
        case kept(KeyValueCache)
    }

    /// Runs a batch through the first layers.
    ///
    /// - Parameters:
    ///   - batch: the rows.
    ///   - keys: what was computed before, and whether to add to it.
    ///   - lastLayer: the layer after which the pass ends.
    ///   - isStep: whether the batch is one token of generation.
    ///   - hooks: steering, and who looks at the outputs.
    /// - Returns: the output of the last layer, of the wanted rows only.
    /// - Throws: `CancellationError`.
    @discardableResult
    func run(
        _ batch: DecoderBatch, keys: Keys, lastLayer: Int, isStep: Bool = false,
        hooks: DecoderHooks = DecoderHooks()
    ) throws -> FloatBuffer {
        let pass = DecoderPass(self, batch, keys: keys, isStep: isStep)
        pass.embed()
        for layer in 0...lastLayer {
            if hooks.isCancelled() { throw CancellationError() }
            let isLast = layer == lastLayer
            pass.attend(layer, onlyWanted: isLast)
            if isLast, batch.wantedRows.isEmpty { break }
            pass.feedForward(layer)
            if let vector = hooks.steering[layer] { pass.steer(vector, factor: hooks.factor) }
            hooks.receive(pass.output(layer))
        }
        return pass.residual
    }

    /// The logits that follow one hidden state of the last layer.
    func logits(of hidden: UnsafePointer<Float>) -> FloatBuffer {
        let normed = FloatBuffer(count: config.hiddenSize)
        pv_rms_norm(
            runner.isa, hidden, weights.finalNorm.base, config.hiddenSize, config.epsilon,
            normed.base)
        let logits = FloatBuffer(count: config.vocabularySize)
        let head = Projection(weights: weights.head, bias: nil)
        runner.multiply(
            [KernelRunner.Product(projection: head, output: logits.base)],
            by: KernelRunner.Input(floats: normed.base, halves: nil, rows: 1), isStep: true)
        if config.logitSoftcap > 0 {
            pv_softcap(runner.isa, logits.base, config.logitSoftcap, logits.count)
        }
        return logits
    }
}
