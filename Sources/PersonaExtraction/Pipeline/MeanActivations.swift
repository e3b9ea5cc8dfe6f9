public import PersonaVectors
import Synchronization

/// The mean over samples of the mean over masked tokens: what is stored for a persona.
public struct MeanActivations: Sendable {
    /// `layerCount` × `hiddenSize` values.
    public let vector: PersonaVector
    /// The samples that it is the mean of.
    public let sampleIDs: [String]
}

extension ActivationBackend {
    /// Runs a persona's samples and averages them for several strategies in one pass.
    ///
    /// Means are taken in double and rounded to float once; the Python original rounds to the
    /// model's dtype after each mean, which for bfloat16 weights loses all but three digits.
    ///
    /// - Parameters:
    ///   - samples: the texts and their masks; all that a strategy averages must name it.
    ///   - strategies: the strategies.
    ///   - sampleDone: called after each sample with its index.
    /// - Returns: one mean a strategy.
    /// - Throws: ``ExtractionError`` with code `emptyMask` when a strategy selects no token of a
    ///   sample or no sample at all, `contextTooLong` for a sample of more tokens than the model
    ///   was made for, `invalidRequest` for one with an id that the model does not have,
    ///   `notFinite` when a mean is no finite number, and as ``activations(for:layers:receive:)`` does.
    public func meanActivations(
        of samples: PersonaSamples, strategies: [MaskStrategy],
        sampleDone: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [MaskStrategy: MeanActivations] {
        let used = try samples.samples.map { sample in
            // The backend would say it, too, but knows texts by their place only.
            guard sample.tokens.count <= model.contextLength else {
                throw ExtractionError.sampleTooLong(
                    sample.tokens.count, sample: sample.id, limit: model.contextLength)
            }
            let ids = 0..<model.vocabularySize
            if let token = sample.tokens.first(where: { !ids.contains($0) }) {
                throw ExtractionError.sampleToken(token, sample: sample.id, count: ids.count)
            }
            return try strategies.filter { strategy in
                guard let mask = sample.masks[strategy] else { return false }
                guard !mask.isEmpty else {
                    throw ExtractionError.emptyMask(strategy, sample: sample.id)
                }
                return true
            }
        }
        for strategy in strategies where !used.contains(where: { $0.contains(strategy) }) {
            throw ExtractionError.noSamples(strategy)
        }
        let requests = zip(samples.samples, used).map { sample, strategies in
            ActivationRequest(
                tokens: sample.tokens, selections: strategies.map { sample.masks[$0] ?? [] })
        }
        let sums = MeanSums(count: model.layerCount * model.hiddenSize)
        try await activations(for: requests, layers: nil) { index, results in
            for (strategy, result) in zip(used[index], results) { sums.add(result, to: strategy) }
            sampleDone(index)
        }
        var means: [MaskStrategy: MeanActivations] = [:]
        for strategy in strategies {
            let ids = samples.sampleIDs(for: strategy)
            let mean = sums.mean(of: strategy, count: ids.count)
            if let index = mean.firstIndex(where: { !$0.isFinite }) {
                throw ExtractionError.meanNotFinite(
                    layer: index / model.hiddenSize, strategy, computeDType: model.computeDType)
            }
            let vector = try PersonaVector(
                floats: mean, layerCount: model.layerCount, hiddenSize: model.hiddenSize)
            means[strategy] = MeanActivations(vector: vector, sampleIDs: ids)
        }
        return means
    }
}

/// Sums by strategy; a class because a callback adds to it.
private final class MeanSums: Sendable {
    private let sums = Mutex<[MaskStrategy: [Double]]>([:])
    private let count: Int

    init(count: Int) {
        self.count = count
    }

    func add(_ activations: LayerActivations, to strategy: MaskStrategy) {
        sums.withLock { sums in
            var sum = sums.removeValue(forKey: strategy) ?? Array(repeating: 0, count: count)
            for (index, value) in activations.values.enumerated() { sum[index] += Double(value) }
            sums[strategy] = sum
        }
    }

    func mean(of strategy: MaskStrategy, count: Int) -> [Float] {
        sums.withLock { sums in (sums[strategy] ?? []).map { Float($0 / Double(count)) } }
    }
}
