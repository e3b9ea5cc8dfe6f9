import Foundation
import PersonaAnalysis
import PersonaVectors
import Safetensors
import Testing

@testable import PersonaReports

/// The figure that compares two variants, and figures of datasets that are in memory.
@Suite struct VariantsFigureTests {
    /// Five personas of which four have both variants; the cosines are those of known angles.
    private func store(in folder: URL) throws -> PersonaVectorStore {
        let store = try PersonaVectorStore(
            modelName: "t/m", rootDirectory: folder, durability: .processCrash)
        let own = PromptVariant(rawValue: "own")
        for index in 0..<5 {
            let angle = Double(index) * 0.3
            try store.save(
                PersonaVector(layers: [[Float(cos(angle)), Float(sin(angle))]]), variant: own,
                personaID: "p\(index)", personaName: "P\(index)")
            guard index < 4 else { continue }
            try store.save(
                PersonaVector(layers: [[1, 0]]), variant: .templated, personaID: "p\(index)",
                personaName: "P\(index)")
        }
        return store
    }

    private func options(_ kinds: [FigureKind]) -> AnalysisReportOptions {
        var options = AnalysisReportOptions()
        options.kinds = kinds
        options.variant = PromptVariant(rawValue: "own")
        options.pages.plotlyScript = ReportSupport.plotly
        return options
    }

    private func object(_ file: URL) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    }

    @Test func onlyTheComparisonLeavesOutWhoLacksTheOtherVariant() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let figures = try await runSavedActivationAnalysis(
            of: store(in: folder.appending(path: "store")), into: folder.appending(path: "plots"),
            options: options([.pca, .variants]))
        let (pca, variants) = (try object(figures[0].data), try object(figures[1].data))
        #expect((pca["ids"] as? [String])?.count == 5)
        #expect(variants["title"] as? String == "Similarity of own and templated by layer")
        #expect(
            (variants["subtitle"] as? String)?.hasPrefix("4 personas of t/m, variant own") == true)
        // Cosines of 0, 0.3, 0.6 and 0.9: quantiles as NumPy interpolates them.
        let cosines = [0.9, 0.6, 0.3, 0].map { cos($0) }
        let expected = [
            cosines[3], cosines[2] + 0.25 * (cosines[3] - cosines[2]),
            (cosines[1] + cosines[2]) / 2, cosines[0] + 0.75 * (cosines[1] - cosines[0]),
            cosines[0],
        ]
        let lines = try #require(variants["lines"] as? [[String: Any]])
        let found = lines.compactMap { ($0["views"] as? [String: [Double]])?["cosine"]?.first }
        #expect(found.count == 5)
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 2e-6 }, "\(found)")
    }

    @Test func aMissingVariantIsMissedBeforeAnythingIsDrawn() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try PersonaVectorStore(
            modelName: "t/m", rootDirectory: folder.appending(path: "store"),
            durability: .processCrash)
        try store.save(
            PersonaVector(layers: [[1, 0]]), variant: .biography, personaID: "p", personaName: "P")
        let plots = folder.appending(path: "plots")
        var options = options([.pca, .variants])
        options.variant = .biography
        let chosen = options
        let error = await #expect(throws: ReportError.self) {
            try await runSavedActivationAnalysis(of: store, into: plots, options: chosen)
        }
        #expect(error?.code == .inputMissing)
        #expect(
            error?.message
                == "The figure 'variants' compares 'biography' with 'templated', which is"
                + " not there. Extract or import it first, or leave the figure away.")
        #expect(!FileManager.default.fileExists(atPath: plots.path))
    }

    @Test func figuresOfADatasetArePages() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let dataset = try await loadAnalysisDataset(
            from: ReportSupport.realStore(), layers: [2, 5])
        var pages = PageOptions()
        pages.plotlyScript = ReportSupport.plotly
        for kind in [FigureKind.pca, .variants] {
            let figure = try buildLayeredFigure(kind, of: dataset, layers: [5])
            let written = try writeFigure(figure, named: "mine", into: folder, options: pages)
            #expect(written.page.lastPathComponent == "mine_\(kind.fileStem).html")
            let numbers = try object(written.data)
            #expect((numbers["layers"] ?? numbers["xs"]) as? [Int] == [5])
            #expect(numbers["title"] as? String == figure.title)
        }
        let error = #expect(throws: AnalysisError.self) {
            try buildLayeredFigure(.variants, of: dataset, layers: [3])
        }
        #expect(error?.code == .notFound)
        let stem = #expect(throws: ArtifactError.self) {
            try writeFigure(
                buildLayeredFigure(.scree, of: dataset), named: "../mine", into: folder,
                options: pages)
        }
        #expect(stem?.code == .invalidName)
    }

    @Test func aCancelledTaskDrawsNothing() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try store(in: folder.appending(path: "store"))
        let plots = folder.appending(path: "plots")
        let options = options([.pca, .scree])
        let task = Task {
            try await runSavedActivationAnalysis(
                of: store, into: plots, options: options,
                progress: { _ in withUnsafeCurrentTask { $0?.cancel() } })
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        let pages = try FileManager.default.contentsOfDirectory(atPath: plots.path)
        #expect(!pages.contains { $0.contains("scree") })
    }

    /// Negative scores have colors of their own.
    @Test func heatmapsShowWhatIsBelowZero() throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let figure = Figure(
            fileStem: "map", title: "t", subtitle: "s",
            data: [
                "kind": .string("table"), "names": .array([.string("1"), .string("2")]),
                "rows": .array([.string("a")]), "diverging": .array([.string("gain")]),
                "views": .object([
                    "score": .array([.array([.double(-0.5), .null])]),
                    "gain": .array([.array([.double(-0.75), .double(0.25)])]),
                ]),
            ])
        var pages = PageOptions()
        pages.plotlyScript = ReportSupport.plotly
        let page = try writeFigure(figure, named: "a", into: folder, options: pages).page
        let script = """
            const range = () => [figure.data[0].zmin, figure.data[0].zmax];
            result.first = range();
            const select = document.getElementById('view');
            select.value = 'gain';
            select.dispatchEvent(new Event('change'));
            result.second = range();
            """
        let result = try Browser.run(page, script: script)
        #expect(result["errors"] as? [String] == [])
        #expect(result["first"] as? [Double] == [-0.5, 1])
        #expect(result["second"] as? [Double] == [-0.75, 0.75])
    }
}
