import Foundation
import PersonaAnalysis
import PersonaVectors
import Testing

@testable import PersonaReports

/// The digits of numbers, and figures that leave something out.
struct FigureNumbersTests {
    /// What C's `%.9g` writes.
    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "0.0"), (1.0 / 3, "0.333333333"), (-2.0 / 3e12, "-6.66666667e-13"),
        (123_456_789_012, "123456789000.0"), (1, "1.0"), (0.1, "0.1"), (.nan, "null"),
        (.infinity, "null"),
    ])
    func nineDigitsAreKept(_ number: Double, _ text: String) {
        #expect(JSONValue.number(number).singleLineText == text)
    }

    /// Nine digits tell any two floats apart.
    @Test func floatsComeBack() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let float = Float(bitPattern: UInt32.random(in: 0..<0x7F80_0000, using: &generator))
            let value = JSONValue.number(Double(float)).doubleValue
            #expect(value.map { Float($0) } == float, "\(float.bitPattern)")
        }
    }

    private func input(layers: [Int]) async throws -> FigureInput {
        let dataset = try await loadAnalysisDataset(
            from: ReportSupport.realStore(), variants: [.biography], layers: layers)
        return try FigureInput(
            dataset: dataset, variant: .biography, layers: layers, attributes: nil)
    }

    @Test func thePageRoundsAndTheDataDoesNot() async throws {
        let input = try await input(layers: [3])
        let figure = try Figure.similarity(of: input)
        let cosines = try cosineSimilarityMatrix(of: input.samples.matrix(layer: 3))
        func triangle(_ data: JSONObject?) -> [Double] {
            let frame = data?["frames"]?.arrayValue?.first?.objectValue
            return frame?["triangle"]?.arrayValue?.compactMap(\.doubleValue) ?? []
        }
        let (held, shown) = (triangle(figure.data), triangle(figure.pageData))
        for pair in extremePairs(in: cosines, count: 500) {
            let (row, column) = (max(pair.first, pair.second), min(pair.first, pair.second))
            #expect(Float(held[row * (row + 1) / 2 + column]) == pair.similarity)
        }
        // Thousandths, as whole numbers.
        #expect(zip(held, shown).allSatisfy { abs($0 - $1 / 1000) <= 0.000_501 })
        #expect(shown.count == held.count && shown.allSatisfy { $0 == $0.rounded() })
    }

    @Test func layersThatAPageCannotHoldAreNamed() async throws {
        let figure = try Figure.similarity(
            of: try await input(layers: [0, 2, 4, 6]), maximumCellCount: 2 * 180 * 180)
        #expect(figure.array("layers") == [.integer(0), .integer(6)])
        #expect(
            figure.notes == [
                "The figure 'similarity' has 2 of the 4 layers (0, 6): a page of 180 personas cannot"
                    + " hold more. Name others with --layers, or fewer personas."
            ])
    }

    struct Poor: Sendable {
        let kind: FigureKind
        let count: Int
        let needed: Int
    }

    @Test(arguments: [
        Poor(kind: .pairs, count: 1, needed: 2), Poor(kind: .similarity, count: 1, needed: 2),
        Poor(kind: .umap, count: 2, needed: 3), Poor(kind: .dendrogram, count: 1, needed: 2),
    ])
    func whatAFigureNeedsIsFoundBeforeAnotherIsDrawn(_ poor: Poor) async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try ReportSupport.hostileStore(
            in: folder.appending(path: "store"),
            names: Array(repeating: "A", count: poor.count))
        var options = AnalysisReportOptions()
        options.kinds = poor.count < 2 ? [poor.kind] : [.pca, poor.kind]
        options.pages.plotlyScript = ReportSupport.plotly
        let plots = folder.appending(path: "plots")
        let chosen = options
        let error = await #expect(throws: ReportError.self) {
            try await runSavedActivationAnalysis(of: store, into: plots, options: chosen)
        }
        #expect(error?.code == .inputMissing)
        #expect(
            error?.message
                == "The figure '\(poor.kind.rawValue)' needs at least \(poor.needed) personas, and"
                + " there \(poor.count == 1 ? "is" : "are") \(poor.count). Choose more, or leave the"
                + " figure away.")
        #expect(!FileManager.default.fileExists(atPath: plots.path))
    }

    @Test func onePersonaHasAttributesTooFew() async throws {
        let id = try #require(ReportSupport.attributes().personaIDs.first)
        let dataset = try await loadAnalysisDataset(
            from: ReportSupport.realStore(), variants: [.biography],
            personaIDs: [id, baselinePersonaID])
        let error = #expect(throws: ReportError.self) {
            try buildLayeredFigure(
                .attributes, of: dataset, attributes: ReportSupport.attributes())
        }
        #expect(
            error?.message
                == "The figure 'attributes' needs at least 2 personas with attributes, and there is 1."
                + " Choose more, or leave the figure away.")
    }

    @Test func aFolderThatCannotBeSaysWhy() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "taken")
        try Data().write(to: file)
        var pages = PageOptions()
        pages.plotlyScript = ReportSupport.plotly
        let figure = try Figure.scree(of: try await input(layers: [0]))
        let error = #expect(throws: ReportError.self) {
            try writeFigure(figure, named: "a", into: file.appending(path: "b"), options: pages)
        }
        #expect(error?.code == .notWritten && error?.underlyingError != nil)
        #expect(
            error?.message
                == "Reports cannot be written into \(file.path)/b: the file \(file.path) is in the"
                + " way. Move it away, or name another folder.")
    }

    /// A picture of an earlier run would be of other numbers than the page beside it.
    @Test func companionsOfAnEarlierRunAreTakenAway() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var pages = PageOptions()
        pages.plotlyScript = ReportSupport.plotly
        let old = folder.appending(path: "a_pca_scree.png")
        let other = folder.appending(path: "b_pca_scree.png")
        for file in [old, other] { try Data("old".utf8).write(to: file) }
        let figure = try Figure.scree(of: try await input(layers: [0]))
        let written = try writeFigure(figure, named: "a", into: folder, options: pages)
        #expect(written.picture == nil)
        #expect(!FileManager.default.fileExists(atPath: old.path))
        #expect(FileManager.default.fileExists(atPath: other.path))
    }
}
