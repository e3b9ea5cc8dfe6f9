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

    /// The derivative of the loss by each score; like the scores `scoreCount` × samples.
    func residuals(_ scores: [Double]) -> [Double] {
        var result = probabilities(scores)
        let count = classes.count
        for sample in 0..<count {
            if scoreCount == 1 {
                result[sample] -= Double(classes[sample])
            } else {
                result[classes[sample] * count + sample] -= 1
            }
        }
        for index in result.indices { result[index] *= weights[index % count] }
        return result
    }

    /// The first and second derivative of the loss along a direction in the scores.
    func slope(_ scores: [Double], along direction: [Double]) -> (first: Double, second: Double) {
        let chances = probabilities(scores)
        let count = classes.count
        var (first, second) = (0.0, 0.0)
        for sample in 0..<count {
            let weight = weights[sample]
            if scoreCount == 1 {
                let (chance, change) = (chances[sample], direction[sample])
                first += weight * (chance - Double(classes[sample])) * change
                second += weight * chance * (1 - chance) * change * change
                continue
            }
            var (mean, square) = (0.0, 0.0)
            for index in stride(from: sample, to: chances.count, by: count) {
                mean += chances[index] * direction[index]
                square += chances[index] * direction[index] * direction[index]
            }
            first += weight * (mean - direction[classes[sample] * count + sample])
            second += weight * (square - mean * mean)
        }
        return (first, second)
    }

    /// The chance of the second class, or of each class, for every sample.
    private func probabilities(_ scores: [Double]) -> [Double] {
        guard scoreCount > 1 else { return scores.map { 1 / (1 + exp(-$0)) } }
        let count = classes.count
        var result = scores
        for sample in 0..<count {
            let own = stride(from: sample, to: scores.count, by: count)
            // The largest score is taken off first, so that no power overflows.
            let largest = own.reduce(-Double.infinity) { max($0, scores[$1]) }
            var sum = 0.0
            for index in own {
                result[index] = exp(scores[index] - largest)
                sum += result[index]
            }
            for index in own { result[index] /= sum }
        }
        return result
    }
}
