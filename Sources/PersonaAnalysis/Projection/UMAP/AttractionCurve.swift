import Foundation

/// 1 / (1 + a d²ᵇ): how strongly two samples at distance d in the picture belong together.
struct AttractionCurve {
    let a: Double
    let b: Double

    /// The curve nearest, in least squares over 300 points up to distance 3, to the one that is 1
    /// up to `minimumDistance` and falls exponentially from there.
    ///
    /// Levenberg's and Marquardt's method from a = b = 1, as in SciPy's `curve_fit`.
    init(minimumDistance: Double) {
        let points = (0..<300).map { index in
            let distance = 3 * Double(index) / 299
            let wanted = distance < minimumDistance ? 1 : exp(minimumDistance - distance)
            return (distance: distance, wanted: wanted)
        }
        var (a, b, damping) = (1.0, 1.0, 1e-3)
        var system = NormalEquations(points, a: a, b: b)
        for _ in 0..<200 {
            let (stepA, stepB) = system.step(damping: damping)
            let next = NormalEquations(points, a: a + stepA, b: b + stepB)
            if next.error < system.error {
                (a, b, system) = (a + stepA, b + stepB, next)
                damping /= 10
            } else {
                damping *= 10
            }
            if abs(stepA) < 1e-12 && abs(stepB) < 1e-12 { break }
        }
        self.a = a
        self.b = b
    }
}

/// The squared error of a curve and what its derivatives say about a better one.
private struct NormalEquations {
    private(set) var error = 0.0
    private var aa = 0.0
    private var ab = 0.0
    private var bb = 0.0
    private var a = 0.0
    private var b = 0.0

    init(_ points: [(distance: Double, wanted: Double)], a: Double, b: Double) {
        for (distance, wanted) in points {
            let power = pow(distance, 2 * b)
            let value = 1 / (1 + a * power)
            let residual = wanted - value
            let slopeA = -power * value * value
            let slopeB = distance > 0 ? a * slopeA * 2 * log(distance) : 0
            error += residual * residual
            aa += slopeA * slopeA
            ab += slopeA * slopeB
            bb += slopeB * slopeB
            self.a += slopeA * residual
            self.b += slopeB * residual
        }
        if error.isNaN { error = .infinity }
    }

    func step(damping: Double) -> (a: Double, b: Double) {
        let (first, second) = (aa * (1 + damping), bb * (1 + damping))
        let determinant = first * second - ab * ab
        return ((a * second - b * ab) / determinant, (b * first - a * ab) / determinant)
    }
}
