import TensorMath
import Testing

@testable import PersonaAnalysis

/// The parts of a fit on inputs small enough to follow by hand.
struct FittingTests {
    /// Numbers of `Fixtures/probes/helpers.expected.json`.
    @Test func differenceOfMeansIsThatOfTheOriginal() {
        let rows: Matrix<Float> = Matrix(
            rows: [
                [0, 1], [1, 0], [0.25, 0.75], [0.899_999_976_158_142_1, 0.200_000_002_980_232_24],
            ])
        let head = LinearHead.differenceOfMeans(rows.doubles, classes: [0, 1, 0, 1])
        let expected = [0.824_999_988_079_071, -0.774_999_976_158_142_1]
        #expect(zip(head.weight.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(abs(head.bias[0] + 0.065_625_011_920_928_96) < 1e-6)
    }

    @Test func constantFeaturesAreNotScaled() {
        // 0.1 is no binary fraction: its mean over ten rows is off by rounding alone.
        let rows = Matrix<Float>(rows: (0..<10).map { [0.1, 1e7, Float($0 % 3)] })
        let scaler = StandardScaler(fitting: rows)
        #expect(scaler.scale[0] == 1 && scaler.scale[1] == 1)
        // The population's deviation of 0 1 2 0 1 2 0 1 2 0.
        #expect(abs(scaler.scale[2] - 0.69.squareRoot()) < 1e-12)
        #expect(abs(scaler.mean[2] - 0.9) < 1e-12)
    }

    /// With one feature x centred on 0, ridge is Σxy / (Σx² + α).
    @Test(arguments: [0.0, 1.0, 2.0])
    func ridgeSolvesTheNormalEquations(alpha: Double) throws {
        let column = Matrix<Double>(rows: [[-1], [0], [1]])
        let head = try LinearHead.ridge(column, targets: [1, 2, 6], alpha: alpha)
        #expect(abs(head.weight.values[0] - 5 / (2 + alpha)) < 1e-12)
        #expect(abs(head.bias[0] - 3) < 1e-12)
    }

    /// The dual form and the primal form of one problem, which has as many samples as features
    /// but for a feature that is always zero.
    @Test func dualAndPrimalFormsAgree() throws {
        let samples = Matrix<Double>(rows: [[1, 2, 0], [2, 1, 1], [0, -1, 3], [4, 0, -2]])
        let wide = Matrix<Double>(
            rows: (0..<4).map { samples.row($0) + [0, 0] })
        let ridge = try [samples, wide].map {
            try LinearHead.ridge($0, targets: [1, 2, 3, 5], alpha: 1)
        }
        let logistic = [samples, wide].map {
            LinearHead.logistic($0, classes: [0, 2, 1, 2], classCount: 3)
        }
        for pair in [ridge, logistic] {
            #expect(zip(pair[0].bias, pair[1].bias).allSatisfy { abs($0 - $1) < 1e-6 })
            let narrow = pair[1].weight.selectingColumns(0..<3).values
            #expect(zip(pair[0].weight.values, narrow).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    /// Twice as many samples of one class: balancing gives both the same say.
    @Test func classesWeighTheSame() {
        let samples = Matrix<Double>(rows: [[-1], [-1], [-1], [-1], [1], [1]])
        let head = LinearHead.logistic(samples, classes: [0, 0, 0, 0, 1, 1], classCount: 2)
        #expect(abs(head.bias[0]) < 1e-6 && head.weight.values[0] > 0)
    }

    @Test(arguments: [1e-3, 1, 37, 1e6])
    func lineSearchFindsTheBottom(minimum: Double) {
        let step = convexLineSearch(from: -2 * minimum, tolerance: 1e-6) { (2 * ($0 - minimum), 2) }
        #expect(abs(step - minimum) <= 1e-5 * minimum)
        #expect(convexLineSearch(from: 1, tolerance: 0.1) { ($0 + 1, 1) } == 0)
    }
}
