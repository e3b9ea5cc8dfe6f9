import TensorMath
import Testing

@Suite struct SolveTests {
    @Test func solvesEachRightHandSide() throws {
        let matrix = Matrix<Double>(rows: [[4, 2], [2, 3]])
        let answers = try matrix.solvingPositiveDefinite(Matrix(rows: [[8, 7], [2, -1]]))
        // 4·1.25 + 2·1.5 = 8, 2·1.25 + 3·1.5 = 7; 4·1 + 2·(−1) = 2, 2·1 + 3·(−1) = −1.
        #expect(answers.distance(to: Matrix(rows: [[1.25, 1.5], [1, -1]])) < 1e-15)
    }

    @Test func refusesSingularSystems() {
        let error = #expect(throws: TensorMathError.self) {
            try Matrix<Double>(rows: [[1, 1], [1, 1]])
                .solvingPositiveDefinite(Matrix(rows: [[1, 2]]))
        }
        #expect(error?.code == .notPositiveDefinite)
        #expect(
            error?.description
                == "A 2 × 2 system is not positive definite (minor 2): add to its diagonal.")
    }

    @Test func refusesRightHandSidesThatAreNotFinite() {
        let error = #expect(throws: TensorMathError.self) {
            try Matrix<Double>(rows: [[1]]).solvingPositiveDefinite(Matrix(rows: [[.infinity]]))
        }
        #expect(error?.code == .notFinite)
    }
}
