import TensorMath
import Testing

@Suite struct ProductTests {
    @Test(arguments: [(1, 1, 1), (3, 5, 2), (300, 17, 23), (513, 4, 260)])
    func agreesWithTheDefinition(_ m: Int, _ k: Int, _ n: Int) {
        let (left, right) = (Samples.uniform(m, k), Samples.uniform(k, n, seed: 2))
        let expected = Samples.product(left, right)
        #expect(left.multiplied(by: right).distance(to: expected) < 1e-13)
        #expect(left.multiplied(byTransposeOf: right.transposed()).distance(to: expected) < 1e-13)
        #expect(left.floats.multiplied(by: right.floats).doubles.distance(to: expected) < 1e-4)
    }

    @Test(arguments: [(1, 4), (2, 3), (257, 9), (600, 5)])
    func gramMatricesAreExactlySymmetricProducts(_ rows: Int, _ columns: Int) {
        let matrix = Samples.uniform(rows, columns)
        let gram = matrix.rowGram()
        #expect(gram.distance(to: Samples.product(matrix, matrix.transposed())) < 1e-13)
        #expect(gram == gram.transposed())
        let columnGram = matrix.columnGram()
        #expect(columnGram.distance(to: Samples.product(matrix.transposed(), matrix)) < 1e-11)
        #expect(columnGram == columnGram.transposed())
    }

    @Test func productsOfNothingAreZeros() {
        let narrow = Matrix<Float>(rowCount: 2, columnCount: 0)
        #expect(narrow.multiplied(byTransposeOf: narrow) == Matrix(rows: [[0, 0], [0, 0]]))
        #expect(narrow.rowGram() == Matrix(rows: [[0, 0], [0, 0]]))
        #expect(narrow.columnGram().values.isEmpty)
    }

    @Test(arguments: [2, 3, 8])
    func givesTheSameBitsWhateverTheThreads(_ threads: Int) {
        let matrix = Samples.uniform(900, 70).floats
        #expect(matrix.rowGram(threads: threads) == matrix.rowGram(threads: 1))
        #expect(
            matrix.multiplied(byTransposeOf: matrix, threads: threads)
                == matrix.multiplied(byTransposeOf: matrix, threads: 1))
        #expect(
            matrix.pairwiseSquaredDistances(threads: threads)
                == matrix.pairwiseSquaredDistances(threads: 1))
    }
}
