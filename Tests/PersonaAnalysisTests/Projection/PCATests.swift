import PersonaAnalysis
import TensorMath
import Testing

@Suite struct PCATests {
    @Test(arguments: 0..<7, [true, false])
    func agreesWithScikitLearn(_ layer: Int, _ normalized: Bool) throws {
        let name = "normalize=\(normalized ? "True" : "False")/layer\(layer)"
        let fit = try fitPCA(RealData.layer(layer), componentCount: 3, normalized: normalized)
        let coordinates = try AnalysisGolden.matrix("pca", "coords/\(name)")
        // The golden Float coordinates are up to 4e-6 away from their own Double ones.
        #expect(fit.coordinates.distance(to: coordinates) < 6e-6)

        let ratios = try pcaExplainedVariance(RealData.layer(layer), normalized: normalized)
        let first = try AnalysisGolden.numbers(
            AnalysisGolden.value("pca", name, "explained_variance_ratio_first5_f64"))
        #expect(zip(ratios, first).allSatisfy { abs($0 - $1) < 1e-6 * $1 })
        let all = try AnalysisGolden.matrix("pca", "ratio/\(name)").values
        #expect(ratios.count == all.count)
        #expect(zip(ratios, all).allSatisfy { abs($0 - Double($1)) < 1e-6 })
        #expect(
            zip(fit.reducer.explainedVarianceRatios, ratios).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func findsTheSameComponentsFromEitherSide() throws {
        // 180 × 384 goes through the rows' Gram matrix, 180 × 100 through the columns'.
        let narrow = try RealData.layer(3).selectingColumns(0..<100)
        let fit = try fitPCA(narrow, componentCount: 4, normalized: false)
        let products = fit.reducer.components.rowGram()
        for row in 0..<4 {
            for column in 0..<4 {
                #expect(abs(products[row, column] - (row == column ? 1 : 0)) < 1e-6)
            }
        }
        #expect(try fit.reducer.transform(narrow).distance(to: fit.coordinates) < 1e-5)
    }

    @Test(arguments: [true, false])
    func transformsWhatItWasFittedOnToTheSameCoordinates(_ normalized: Bool) throws {
        let layer = try RealData.layer(5)
        let fit = try fitPCA(layer, componentCount: 5, normalized: normalized)
        #expect(try fit.reducer.transform(layer).distance(to: fit.coordinates) < 1e-5)
    }

    @Test func transformsOnePersonaAsAmongAll() throws {
        let layer = try RealData.layer(5)
        let fit = try fitPCA(layer)
        let alone = try fit.reducer.transform(layer.selectingRows([17]))
        #expect(alone.distance(to: fit.coordinates.selectingRows([17])) < 1e-6)
    }

    @Test func givesConstantSamplesNoVariance() throws {
        let constant = Matrix<Float>(rowCount: 3, columnCount: 3, repeating: 2)
        #expect(try pcaExplainedVariance(constant) == [0, 0, 0])
        #expect(try projectPCA(constant).values.allSatisfy { $0 == 0 })
    }

    @Test func clampsTheComponentsOfTheExplainedVariance() throws {
        let samples = Matrix<Float>(rows: [[1, 0, 2, 1], [0, 1, 1, 5], [3, 1, 0, 0]])
        #expect(try pcaExplainedVariance(samples, componentCount: 9).count == 3)
        #expect(try pcaExplainedVariance(samples, componentCount: 2).count == 2)
    }

    @Test(arguments: [2, 5])
    func givesTheSameBitsWhateverTheThreads(_ threads: Int) throws {
        var generator = MersenneTwister(seed: 5)
        let samples = Matrix<Float>(
            rowCount: 600, columnCount: 90,
            values: (0..<600 * 90).map { _ in Float(generator.randomSample()) })
        for matrix in [samples, samples.transposed()] {
            let one = try fitPCA(matrix, threads: 1)
            let several = try fitPCA(matrix, threads: threads)
            #expect(one.coordinates == several.coordinates)
            #expect(one.reducer == several.reducer)
        }
    }

    struct Refusal: CustomTestStringConvertible {
        let samples: Matrix<Float>
        let componentCount: Int
        let code: AnalysisError.Code
        let message: String
        var testDescription: String { message }
    }

    static let square = Matrix<Float>(rows: [[1, 0, 0], [0, 1, 0], [0, 0, 1]])

    @Test(arguments: [
        Refusal(
            samples: Matrix(rows: [[1, 2]]), componentCount: 1, code: .invalidData,
            message: "A PCA needs at least 2 samples; there is 1."),
        Refusal(
            samples: square, componentCount: 0, code: .invalidArgument,
            message: "A projection needs at least 1 component; 0 were asked for."),
        Refusal(
            samples: square, componentCount: 4, code: .invalidArgument,
            message: "A PCA of 3 samples of 3 features has at most 3 components; 4 were asked for."),
        Refusal(
            samples: Matrix(rows: [[1, .nan], [0, 1]]), componentCount: 1, code: .invalidData,
            message: "The vector of sample 0 is nan in feature 1: only finite numbers can be "
                + "analysed. Leave it out or extract it again."),
    ])
    func refuses(_ refusal: Refusal) {
        let error = #expect(throws: AnalysisError.self) {
            try projectPCA(refusal.samples, componentCount: refusal.componentCount)
        }
        #expect(error?.code == refusal.code)
        #expect(error?.message == refusal.message)
    }

    @Test func refusesSamplesOfAnotherWidth() throws {
        let reducer = try fitPCA(Self.square).reducer
        let error = #expect(throws: AnalysisError.self) {
            try reducer.transform(Matrix(rows: [[1, 2]]))
        }
        #expect(
            error?.message
                == "This PCA was fitted on 3 features and cannot transform samples of 2. "
                + "Use samples of the same model.")
    }
}
