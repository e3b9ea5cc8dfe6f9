import Foundation

/// How positions turn the halves of a head: the frequencies, as transformers computes them.
struct RotaryEmbedding: Hashable, Sendable {
    /// How frequencies are stretched beyond the length that a model was trained on.
    enum Scaling: Hashable, Sendable {
        case none
        case linear(factor: Double)
        /// Llama 3.1: long waves are stretched, short ones kept, those between blended.
        case llama3(factor: Double, lowFactor: Double, highFactor: Double, trainedLength: Double)
    }

    var theta: Double
    var scaling: Scaling

    /// The frequencies of the `headSize / 2` pairs, rounded to float where transformers rounds.
    func frequencies(headSize: Int) -> [Float] {
        stride(from: 0, to: headSize, by: 2).map { index in
            let exponent = Float(index) / Float(headSize)
            let frequency = 1 / Float(pow(theta, Double(exponent)))
            return scaled(frequency)
        }
    }

    private func scaled(_ frequency: Float) -> Float {
        switch scaling {
        case .none:
            return frequency
        case .linear(let factor):
            return frequency / Float(factor)
        case .llama3(let factor, let lowFactor, let highFactor, let trainedLength):
            let wavelength = 2 * Double.pi / Double(frequency)
            if wavelength < trainedLength / highFactor { return frequency }
            if wavelength > trainedLength / lowFactor { return frequency / Float(factor) }
            let smooth = Float(
                (trainedLength / wavelength - lowFactor) / (highFactor - lowFactor))
            return (1 - smooth) * frequency / Float(factor) + smooth * frequency
        }
    }
}
