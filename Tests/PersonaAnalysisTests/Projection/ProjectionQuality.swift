import TensorMath

/// How well a projection keeps who is near whom.
struct ProjectionQuality {
    /// 1 less a penalty for every neighbor in the picture that is none in the data, by how far
    /// down its rank is: scikit-learn's `trustworthiness`.
    let trustworthiness: Double

    /// The share of the neighbors in the data that are neighbors in the picture too.
    let overlap: Double

    init(_ samples: Matrix<Float>, _ positions: Matrix<Float>, neighborCount: Int) {
        let (count, size) = (samples.rowCount, neighborCount)
        let original = Self.ranking(samples)
        let projected = Self.ranking(positions)
        var (penalty, kept) = (0, 0)
        for sample in 0..<count {
            for neighbor in projected[sample].prefix(size) {
                let rank = (original[sample].firstIndex(of: neighbor) ?? count) + 1
                penalty += max(0, rank - size)
                kept += rank <= size ? 1 : 0
            }
        }
        let scale = Double(count * size) * Double(2 * count - 3 * size - 1)
        trustworthiness = 1 - 2 * Double(penalty) / scale
        overlap = Double(kept) / Double(count * size)
    }

    /// The other samples of each sample, nearest first.
    private static func ranking(_ points: Matrix<Float>) -> [[Int]] {
        let squares = points.pairwiseSquaredDistances()
        return (0..<points.rowCount).map { sample in
            let row = squares.row(sample)
            return row.indices.filter { $0 != sample }.sorted { (row[$0], $0) < (row[$1], $1) }
        }
    }
}
