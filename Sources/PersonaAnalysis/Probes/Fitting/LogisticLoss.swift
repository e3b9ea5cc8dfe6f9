import Foundation

/// The weighted log loss of samples over scores; two classes share one score.
struct LogisticLoss: Sendable {
    /// The class of each sample, counted from 0.
    let classes: [Int]

    /// The weight of each sample.
    let weights: [Double]

    /// Scores of a sample: 1 for two classes, else one for each class.
    let scoreCount: Int

    /// A loss where every class weighs the same in sum (`class_weight="balanced"`).
    init(classes: [Int], classCount: Int) {
        var counts = [Int](repeating: 0, count: classCount)
        for number in classes { counts[number] += 1 }
        let present = counts.count { $0 > 0 }
        let share = Double(classes.count) / Double(present)
        self.classes = classes
        weights = classes.map { share / Double(counts[$0]) }
        scoreCount = classCount == 2 ? 1 : classCount
    }

    /// The derivative of the loss by each score.
    ///
    /// - Parameter probabilities: what ``probabilities(_:)`` makes of the scores.
    /// - Returns: like the scores `scoreCount` × samples.
    func residuals(_ probabilities: [Double]) -> [Double] {
        var result = probabilities
        let count = classes.count
        for sample in 0..<count {
            if scoreCount == 1 {
                result[sample] -= Double(classes[sample])
            } else {
                result[classes[sample] * count + sample] -= 1
            }
        }
        for start in 0..<scoreCount {
            for sample in 0..<count { result[start * count + sample] *= weights[sample] }
        }
        return result
    }

    /// How steep the loss is along a direction in the scores.
    ///
    /// - Parameters:
    ///   - chances: what ``probabilities(_:)`` makes of the scores.
    ///   - direction: the change of the scores.
    /// - Returns: the first and the second derivative.
    func slope(_ chances: [Double], along direction: [Double]) -> (first: Double, second: Double) {
        let count = classes.count
        var (first, second) = (0.0, 0.0)
        for sample in 0..<count {
            // With one score the other class has the score 0, which no step changes.
            var (mean, square) = (0.0, 0.0)
            for start in 0..<scoreCount {
                let index = start * count + sample
                let change = chances[index] * direction[index]
                mean += change
                square += change * direction[index]
            }
            let own = classes[sample]
            let expected =
                scoreCount == 1 ? Double(own) * direction[sample] : direction[own * count + sample]
            first += weights[sample] * (mean - expected)
            second += weights[sample] * (square - mean * mean)
        }
        return (first, second)
    }

    /// The chance of the second class, or of each class, for every sample.
    func probabilities(_ scores: [Double]) -> [Double] {
        var result = scores
        let count = classes.count
        guard scoreCount > 1 else {
            for sample in 0..<count { result[sample] = 1 / (1 + exp(-scores[sample])) }
            return result
        }
        for sample in 0..<count {
            // The largest score is taken off first, so that no power overflows.
            var largest = scores[sample]
            for start in 1..<scoreCount { largest = max(largest, scores[start * count + sample]) }
            var sum = 0.0
            for start in 0..<scoreCount {
                let power = exp(scores[start * count + sample] - largest)
                result[start * count + sample] = power
                sum += power
            }
            for start in 0..<scoreCount { result[start * count + sample] /= sum }
        }
        return result
    }
}
