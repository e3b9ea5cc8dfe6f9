import TensorMath
import Testing

@Suite struct MatrixTests {
    let matrix = Matrix<Float>(rows: [[1, 2, 3], [4, 5, 6]])

    @Test func laysElementsOutRowAfterRow() {
        #expect(matrix.values == [1, 2, 3, 4, 5, 6])
        #expect(matrix[1, 0] == 4)
        #expect(matrix.row(1) == [4, 5, 6])
        #expect(matrix.column(2) == [3, 6])
    }

    @Test func transposesAndSelects() {
        #expect(matrix.transposed() == Matrix(rows: [[1, 4], [2, 5], [3, 6]]))
        #expect(matrix.selectingRows([1, 0, 1]).column(0) == [4, 1, 4])
        #expect(matrix.selectingColumns(1..<3) == Matrix(rows: [[2, 3], [5, 6]]))
    }

    @Test func keepsEveryFloatThroughDouble() {
        #expect(matrix.doubles.floats == matrix)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func namesTheFirstElementThatIsNotFinite(_ value: Float) {
        // Seventeen columns: two blocks of eight and a remainder.
        for column in [0, 7, 8, 16] {
            var bad = Matrix<Float>(
                rowCount: 2, columnCount: 17, repeating: .greatestFiniteMagnitude)
            #expect(bad.firstNonFinite == nil)
            bad[1, column] = value
            #expect(bad.firstNonFinite?.row == 1)
            #expect(bad.firstNonFinite?.column == column)
        }
    }

    @Test func averagesColumnsWithoutLosingSmallTerms() {
        // In Float the sum of a thousand ones beside 1e8 would not move.
        let column = [Float](repeating: 1, count: 1000) + [100_000_000]
        let means = Matrix(rowCount: 1001, columnCount: 1, values: column).columnMeans()
        #expect(means == [100_001_000.0 / 1001])
        #expect(Matrix<Float>(rowCount: 0, columnCount: 2).columnMeans() == [0, 0])
    }

    @Test func centersAndNormalizesRows() {
        var centered = Matrix<Float>(rows: [[1, 2], [3, 6]])
        centered.subtractFromRows(centered.columnMeans())
        #expect(centered == Matrix(rows: [[-1, -2], [1, 2]]))

        var unit = Matrix<Float>(rows: [[3, 4], [0, 0], [1e-20, 0]])
        unit.normalizeRows()
        #expect(unit.row(0) == [0.6, 0.8])
        #expect(unit.row(1) == [0, 0])
        #expect(unit.row(2) == [1e-8, 0])
    }

    @Test func measuresLongRowsInFull() {
        let rows = (0..<3).map { row in (0..<19).map { Float($0 + row) } }
        let expected = rows.map { $0.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
        let norms = Matrix(rows: rows).rowNorms()
        #expect(zip(norms, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func sumsAndAveragesGroups() {
        let rows = Matrix<Float>(rows: [[1, 2], [3, 4], [5, 6]])
        let sums = rows.rowSums(by: [2, 0, 2], groupCount: 3)
        #expect(sums == Matrix(rows: [[3, 4], [0, 0], [6, 8]]))
        // Eleven rows of one group: two times four and three more.
        let many = Matrix<Float>(
            rowCount: 11, columnCount: 2, values: (0..<22).map { Float($0) })
        #expect(
            many.rowSums(by: Array(repeating: 0, count: 11), groupCount: 1).values == [110, 121])
        let mean = Matrix(
            meanOf: [rows, Matrix(rowCount: 3, columnCount: 2)], rowCount: 3, columnCount: 2)
        #expect(mean == Matrix(rows: [[0.5, 1], [1.5, 2], [2.5, 3]]))
        #expect(Matrix<Float>(meanOf: [], rowCount: 1, columnCount: 1)[0, 0] == 0)
    }
}
