import Foundation
public import TensorMath

/// The intrinsic dimension of the samples by the ratio of their two nearest distances.
///
/// E. Facco et al., *Estimating the intrinsic dimension of datasets by a minimal neighborhood
/// information*, Scientific Reports 7, 2017, doi:10.1038/s41598-017-11873-y: for each sample
/// µ = r₂ / r₁; the dimension is the slope through the origin of −ln(1 − F(µ)) over ln µ.
///
/// - Parameters:
///   - samples: one sample a row, compared as they are.
///   - discardFraction: the share of the largest ratios left out, which noise dominates. At 0 the
///     largest has F = 1 and the answer is infinite, which is not an error.
///   - threads: how many threads may work; nil means one a core. The result does not depend on it.
/// - Returns: the dimension. Samples that coincide with another one are left out, as their
///   nearest distance says nothing.
/// - Throws: ``AnalysisError`` with code `invalidData` when there are fewer than 3 samples, when
///   fewer than 3 ratios remain without duplicates, when none is left after discarding or all that
///   are left are 1, or an element is not finite; `invalidArgument` when the fraction is not in
///   0 ..< 1.
/// - Complexity: O(`rowCount`² × `columnCount`).
public func twoNNIntrinsicDimension(
    of samples: Matrix<Float>, discardFraction: Double = 0.1, threads: Int? = nil
) throws -> Double {
    guard samples.rowCount >= 3 else {
        throw AnalysisError.tooFewSamples("TwoNN", count: samples.rowCount, needed: 3)
    }
    guard discardFraction >= 0 && discardFraction < 1 else {
        throw AnalysisError.discardFractionOutOfRange(discardFraction)
    }
    try requireFinite(samples)
    let ratios = nearestDistanceRatios(
        squaredDistances: samples.pairwiseSquaredDistances(threads: threads))
    guard ratios.count >= 3 else { throw AnalysisError.tooManyDuplicates(distinct: ratios.count) }

    let kept = Int(Double(ratios.count) * (1 - discardFraction))
    guard kept > 0 else {
        throw AnalysisError.allRatiosDiscarded(ratios.count, fraction: discardFraction)
    }
    var (products, squares) = (0.0, 0.0)
    for (rank, ratio) in ratios.sorted().prefix(kept).enumerated() {
        let x = log(ratio)
        let y = -log(1 - Double(rank + 1) / Double(ratios.count))
        products += x * y
        squares += x * x
    }
    guard squares > 0 else { throw AnalysisError.equalDistances(ratioCount: kept) }
    return products / squares
}

/// r₂ / r₁ of every sample whose nearest neighbor is not in the same place.
private func nearestDistanceRatios(squaredDistances: Matrix<Double>) -> [Double] {
    let neighbors = NearestNeighbors(squaredDistances: squaredDistances, count: 2)
    return (0..<squaredDistances.rowCount).compactMap { sample in
        let start = neighbors.range(of: sample).lowerBound
        let nearest = neighbors.distances[start]
        return nearest > 0 ? neighbors.distances[start + 1] / nearest : nil
    }
}
