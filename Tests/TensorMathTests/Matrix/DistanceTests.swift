import TensorMath
import Testing

@Suite struct DistanceTests {
    @Test func agreesWithTheDefinition() {
        let points = Samples.uniform(40, 11).floats
        let squares = points.pairwiseSquaredDistances()
        for row in 0..<40 {
            for other in 0..<40 {
                let expected = (0..<11).reduce(0.0) {
                    let difference = Double(points[row, $1]) - Double(points[other, $1])
                    return $0 + difference * difference
                }
                #expect(abs(squares[row, other] - expected) <= expected * 1e-12)
            }
        }
    }

    @Test func givesEqualRowsDistanceZeroFarFromTheOrigin() {
        let far: [Float] = [1_000_000.25, -3, 77.125]
        let squares = Matrix(rows: [far, [1, 2, 3], far]).pairwiseSquaredDistances()
        #expect(squares[0, 2] == 0)
        #expect(squares[2, 0] == 0)
    }

    @Test func keepsSmallDistancesBesideLargeOnes() {
        // 0.0625² beside 1e12: the expansion |a|² + |b|² − 2ab alone would answer zero or noise.
        let squares = Matrix<Float>(rows: [[1_000_000, 0], [1_000_000, 0.0625], [-1_000_000, 0]])
            .pairwiseSquaredDistances()
        #expect(squares[0, 1] == 0.003_906_25)
    }
}
