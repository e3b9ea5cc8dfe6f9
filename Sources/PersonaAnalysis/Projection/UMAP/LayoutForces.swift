import Foundation

/// The gradient of UMAP's cross entropy for one pair of samples.
struct LayoutForces {
    /// No coordinate moves farther at once, times the rate.
    private static let limit: Float = 4

    private let dimension: Int
    private let a: Float
    private let b: Float

    init(dimension: Int, curve: AttractionCurve) {
        self.dimension = dimension
        (a, b) = (Float(curve.a), Float(curve.b))
    }

    /// Moves two samples towards each other.
    @inline(__always)
    func attract(
        _ head: Int, _ tail: Int, rate: Float, in positions: UnsafeMutableBufferPointer<Float>
    ) {
        let square = squaredDistance(head, tail, positions)
        guard square > 0 else { return }
        let power = powf(square, b)
        let force = -2 * a * b * power / (square * (a * power + 1))
        for axis in 0..<dimension {
            let (from, to) = (head * dimension + axis, tail * dimension + axis)
            let move = clip(force * (positions[from] - positions[to])) * rate
            positions[from] += move
            positions[to] -= move
        }
    }

    /// Moves a sample away from another one, which stays where it is.
    @inline(__always)
    func repel(
        _ head: Int, from other: Int, rate: Float, in positions: UnsafeMutableBufferPointer<Float>
    ) {
        let square = squaredDistance(head, other, positions)
        guard square > 0 else { return }
        // The small constant keeps the force finite for samples that nearly coincide.
        let force = 2 * b / ((0.001 + square) * (a * powf(square, b) + 1))
        for axis in 0..<dimension {
            let (from, to) = (head * dimension + axis, other * dimension + axis)
            positions[from] += clip(force * (positions[from] - positions[to])) * rate
        }
    }

    @inline(__always)
    private func squaredDistance(
        _ first: Int, _ second: Int, _ positions: UnsafeMutableBufferPointer<Float>
    ) -> Float {
        var sum: Float = 0
        for axis in 0..<dimension {
            let difference =
                positions[first * dimension + axis] - positions[second * dimension + axis]
            sum += difference * difference
        }
        return sum
    }

    @inline(__always)
    private func clip(_ value: Float) -> Float {
        min(max(value, -Self.limit), Self.limit)
    }
}
