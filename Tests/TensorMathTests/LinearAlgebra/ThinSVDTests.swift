import TensorMath
import Testing

@Suite struct ThinSVDTests {
    @Test(arguments: [(6, 20), (20, 6), (9, 9)])
    func putsTheMatrixTogetherAgain(_ rows: Int, _ columns: Int) throws {
        let matrix = Samples.uniform(rows, columns)
        let svd = try matrix.thinSVD()
        let rank = min(rows, columns)
        var rebuilt = Matrix<Double>(rowCount: rows, columnCount: columns)
        for component in 0..<rank {
            for row in 0..<rows {
                for column in 0..<columns {
                    rebuilt[row, column] +=
                        svd.values[component] * svd.left[component, row]
                        * svd.right[component, column]
                }
            }
        }
        #expect(rebuilt.distance(to: matrix) < 1e-12)
        #expect(try zip(svd.values, matrix.singularValues()).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func leavesDirectionsThatAreNotThereAtZero() throws {
        // Rank one: every row is a multiple of (1, 2, 2), whose length is 3.
        let svd = try Matrix<Double>(rows: [[1, 2, 2], [2, 4, 4]]).thinSVD()
        #expect(abs(svd.values[0] - 45.0.squareRoot()) < 1e-12)
        #expect(svd.values[1] == 0)
        #expect(svd.left.row(1) == [0, 0])
        #expect(svd.right.row(1) == [0, 0, 0])
    }

    @Test func findsAsManyAsAskedFor() throws {
        let matrix = Samples.uniform(30, 50)
        let (all, leading) = (try matrix.thinSVD(), try matrix.thinSVD(leading: 3))
        #expect(leading.values.count == 3)
        #expect(zip(leading.values, all.values).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    /// Rounding alone gives a matrix of this order and rank five more eigenvalues than the noise of a
    /// small one.
    @Test(arguments: [8, 20, nil])
    func findsNoMoreThanTheRankHoweverFewAreAskedFor(_ count: Int?) throws {
        let left = Samples.uniform(400, 5)
        let matrix = left.multiplied(by: Samples.uniform(5, 400, seed: 2))
        let svd = try matrix.thinSVD(leading: count)
        #expect(svd.values.count { $0 > 0 } == 5)
        #expect(try matrix.singularValues().count { $0 > 0 } == 5)
    }
}
