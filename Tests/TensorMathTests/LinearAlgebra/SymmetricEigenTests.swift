import Foundation
import Testing

@testable import TensorMath

@Suite struct SymmetricEigenTests {
    /// The second difference matrix has the eigenvalues 2 − 2 cos(kπ / (n + 1)).
    func secondDifference(_ order: Int) -> Matrix<Double> {
        var matrix = Matrix<Double>(rowCount: order, columnCount: order)
        for index in 0..<order {
            matrix[index, index] = 2
            if index > 0 {
                matrix[index, index - 1] = -1
                matrix[index - 1, index] = -1
            }
        }
        return matrix
    }

    // One of forty takes the index range, thirty of forty the full decomposition.
    @Test(arguments: [1, 19, 20, 21, 30, 40])
    func findsTheKnownEigenvalues(_ count: Int) throws {
        let order = 40
        let matrix = secondDifference(order)
        let eigen = try matrix.symmetricEigen(leading: count)
        let expected = (0..<count).map { 2 - 2 * cos(Double(order - $0) * .pi / 41) }
        #expect(zip(eigen.values, expected).allSatisfy { abs($0 - $1) < 1e-13 })
        #expect(eigen.vectors.rowCount == count)

        // A v = λ v, and the vectors are orthonormal.
        let images = eigen.vectors.multiplied(by: matrix)
        for row in 0..<count {
            for column in 0..<order {
                let scaled = eigen.values[row] * eigen.vectors[row, column]
                #expect(abs(images[row, column] - scaled) < 1e-13)
            }
        }
        let products = eigen.vectors.rowGram()
        for row in 0..<count {
            for column in 0..<count {
                #expect(abs(products[row, column] - (row == column ? 1 : 0)) < 1e-13)
            }
        }
    }

    @Test func findsAllValuesWithoutVectors() throws {
        let values = try secondDifference(40).symmetricEigenvalues()
        let expected = (0..<40).map { 2 - 2 * cos(Double(40 - $0) * .pi / 41) }
        #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-13 })
    }

    @Test func worksInSinglePrecision() throws {
        let eigen = try Matrix<Float>(rows: [[2, 1], [1, 2]]).symmetricEigen(leading: 1)
        #expect(abs(eigen.values[0] - 3) < 1e-6)
        #expect(abs(abs(eigen.vectors[0, 0]) - Float(0.5).squareRoot()) < 1e-6)
        #expect(abs(eigen.vectors[0, 0] - eigen.vectors[0, 1]) < 1e-6)
    }

    @Test func refusesNumbersThatAreNotFinite() {
        let error = #expect(throws: TensorMathError.self) {
            try Matrix<Double>(rows: [[1, 0], [.nan, 1]]).symmetricEigen()
        }
        #expect(error?.code == .notFinite)
        #expect(
            error?.message
                == "The element in row 1, column 0 is nan: only finite numbers can be computed with."
        )
        #expect(error?.row == 1)
        #expect(error?.column == 0)
    }

    /// Of 2 · 2897² + 6 · 2897 + 1 = 16,802,601 elements a float can say only 16,802,600.
    @Test(arguments: [
        (2_897, 16_802_600.0, 16_802_601), (2, 100, 100), (1, 1, 9), (32_766, 1, 2_147_418_109),
        (32_767, 1, -1),
    ])
    func givesDivideAndConquerWhatItNeeds(_ order: Int, _ query: Double, _ size: Int) {
        #expect(divideAndConquerWorkspace(order: order, query: query) == size)
    }

    @Test(arguments: [
        (
            TensorMathError.eigenNotConverged(order: 3, info: 2), TensorMathError.Code.notConverged,
            "The eigenvalues of a 3 × 3 matrix did not converge (LAPACK says 2): its elements may be "
                + "too large or too small."
        ),
        (
            .routineRefused(order: 3, argument: 8), .routineRefused,
            "The eigenvalues of a 3 × 3 matrix were not computed: LAPACK refused argument 8 of its "
                + "routine. Report this with the version of LAPACK; it is no fault of the numbers."
        ),
        (
            .outOfMemory(order: 3), .outOfMemory,
            "There is no memory for the workspace of a 3 × 3 matrix."
        ),
    ])
    func saysWhatFailed(_ error: TensorMathError, _ code: TensorMathError.Code, _ message: String) {
        #expect(error.code == code)
        #expect(error.message == message)
    }
}
