import Foundation
import TensorMath

/// First centers far from each other: each is drawn in proportion to the squared distance from
/// those before, several times, and the draw that lowers the sum of distances most is kept.
///
/// The numbers are drawn as scikit-learn draws them (`2 + ⌊ln k⌋` trials a center).
func kMeansPlusPlus(
    _ problem: KMeansProblem, clusterCount: Int, generator: inout MersenneTwister
) -> [Int] {
    let count = problem.samples.rowCount
    let trialCount = 2 + Int(log(Double(clusterCount)))
    let first = generator.choice(count: 1, weights: Array(repeating: 1, count: count))
    var centers = first
    var closest = problem.squaredDistances(from: first)[0]
    while centers.count < clusterCount {
        var sum = 0.0
        let cumulative = closest.map { distance in
            sum += distance
            return sum
        }
        let candidates = (0..<trialCount).map { _ in
            let share = generator.randomSample() * sum
            return cumulative.firstIndex { $0 >= share } ?? count - 1
        }
        let updated = problem.squaredDistances(from: candidates).map { distances in
            zip(closest, distances).map { min($0, $1) }
        }
        let sums = updated.map { $0.reduce(0, +) }
        let best = sums.indices.reduce(0) { sums[$1] < sums[$0] ? $1 : $0 }
        centers.append(candidates[best])
        closest = updated[best]
    }
    return centers
}

extension KMeansProblem {
    /// The squared distances of all samples from each of a few.
    fileprivate func squaredDistances(from chosen: [Int]) -> [[Double]] {
        let products = samples.selectingRows(chosen).multiplied(byTransposeOf: samples)
        return chosen.enumerated().map { number, index in
            let row = products.values[products.rowRange(number)]
            return zip(row, squaredNorms).enumerated().map { sample, pair in
                // A sample that is a center itself must never be drawn again.
                sample == index
                    ? 0 : max(0, squaredNorms[index] + pair.1 - 2 * Double(pair.0))
            }
        }
    }
}
