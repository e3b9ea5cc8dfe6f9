import Foundation
import TensorMath

/// Chooses the next token from logits.
struct TokenSampler {
    private let options: GenerationOptions
    private let endTokens: [Int]
    private var generator: MersenneTwister

    init(_ options: GenerationOptions, endTokens: [Int]) {
        self.options = options
        self.endTokens = endTokens
        generator = MersenneTwister(seed: options.seed)
    }

    /// The token for a step; of equal logits the first wins, as in torch.
    ///
    /// - Throws: ``ExtractionError`` with code `notFinite`.
    mutating func next(
        _ logits: UnsafeMutableBufferPointer<Float>, step: Int
    ) throws(ExtractionError) -> Int {
        guard logits.allSatisfy(\.isFinite) else { throw .scoresNotFinite(step: step) }
        if step < options.minimumCount {
            for token in endTokens where logits.indices.contains(token) {
                logits[token] = -.infinity
            }
        }
        return options.temperature == 0
            ? likeliest(UnsafeBufferPointer(logits)) : draw(UnsafeBufferPointer(logits))
    }

    private func likeliest(_ logits: UnsafeBufferPointer<Float>) -> Int {
        var best = 0
        for (token, logit) in logits.enumerated() where logit > logits[best] { best = token }
        return best
    }

    /// A draw from the likeliest tokens that together have the probability `topP`; the token that
    /// reaches it is one of them, as in transformers.
    private mutating func draw(_ logits: UnsafeBufferPointer<Float>) -> Int {
        let peak = Double(logits[likeliest(logits)])
        var ranked: [(token: Int, weight: Double)] = logits.enumerated().map {
            ($0, exp((Double($1) - peak) / options.temperature))
        }
        let total = ranked.reduce(0) { $0 + $1.weight }
        // With every token a candidate, their order makes no difference to the odds.
        guard options.topP < 1 else { return choose(among: ranked[...], total: total) }
        ranked.sort { $0.weight > $1.weight || $0.weight == $1.weight && $0.token < $1.token }
        var kept = 0.0
        var count = 0
        repeat {
            kept += ranked[count].weight
            count += 1
        } while count < ranked.count && kept < options.topP * total
        return choose(among: ranked[..<count], total: kept)
    }

    /// One of some candidates, at least one, by the odds of their weights, whose sum is `total`.
    private mutating func choose(
        among candidates: ArraySlice<(token: Int, weight: Double)>, total: Double
    ) -> Int {
        var target = generator.randomSample() * total
        var last = 0
        for candidate in candidates where candidate.weight > 0 {
            target -= candidate.weight
            last = candidate.token
            if target < 0 { break }
        }
        return last
    }
}
