import Foundation
import PersonaAnalysis
import PersonaVectors
import Testing

@testable import PersonaReports

/// One after another: each test starts browsers.
@Suite(.serialized) struct ReportTests {
    private func report(
        _ kinds: [FigureKind], configure: (inout AnalysisReportOptions) -> Void = { _ in }
    ) async throws -> (folder: URL, figures: [WrittenFigure]) {
        let folder = try ReportSupport.temporaryFolder()
        var options = AnalysisReportOptions()
        options.kinds = kinds
        options.pages.plotlyScript = ReportSupport.plotly
        options.attributes = try ReportSupport.attributes()
        configure(&options)
        let figures = try await runSavedActivationAnalysis(
            of: ReportSupport.realStore(), into: folder, options: options)
        return (folder, figures)
    }

    @Test func theFourPagesOfTheOriginalHaveItsNames() async throws {
        let (folder, figures) = try await report(FigureKind.defaults)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(
            figures.map(\.page.lastPathComponent) == [
                "biography_answer_mean_persona_vector_pca.html",
                "biography_answer_mean_persona_vector_similarity.html",
                "biography_answer_mean_persona_pair_similarity.html",
                "biography_answer_mean_pca_scree.html",
            ])
        for figure in figures {
            let data = try JSONSerialization.jsonObject(with: Data(contentsOf: figure.data))
            let object = try #require(data as? [String: Any])
            #expect(object["title"] as? String == FigureKind(rawValue: figure.name)?.title)
        }
    }

    /// What a page answers about itself: the controls it offers and what they change.
    private static let drive = """
        const drawn = () => JSON.stringify(figure.data.map(t => [t.x, t.y, t.z]));
        const names = () => [...document.querySelectorAll('select')].map(s => s.id);
        result.traces = figure.data.length;
        result.controls = names();
        const before = drawn();
        const slider = document.getElementById('layer');
        if (slider) {
            slider.value = slider.max;
            slider.dispatchEvent(new Event('input'));
            result.sliderChanges = drawn() !== before;
            result.label = document.querySelector('output').textContent;
        }
        result.width = window.innerWidth;
        result.wide = document.documentElement.scrollWidth <= window.innerWidth;
        """

    @Test(arguments: [1280, 400], [FigureKind.pca, .similarity, .pairs, .dendrogram, .isomap])
    func theSliderChangesWhatIsDrawn(width: Int, kind: FigureKind) async throws {
        let (folder, figures) = try await report([kind]) { $0.layers = [0, 3, 6] }
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try Browser.run(figures[0].page, script: Self.drive, width: width)
        #expect(result["errors"] as? [String] == [])
        #expect(result["sliderChanges"] as? Bool == true)
        #expect(result["label"] as? String == "Layer 6")
        #expect(result["width"] as? Int == width)
        #expect(result["wide"] as? Bool == true)
    }

    @Test(arguments: [1280, 400])
    func pagesWithoutLayersDrawToo(width: Int) async throws {
        let (folder, figures) = try await report([.scree, .variants, .attributes])
        defer { try? FileManager.default.removeItem(at: folder) }
        for figure in figures {
            let result = try Browser.run(figure.page, script: Self.drive, width: width)
            #expect(result["wide"] as? Bool == true)
            #expect(result["width"] as? Int == width)
            #expect(result["errors"] as? [String] == [])
            #expect((result["traces"] as? Int ?? 0) > 0)
        }
    }

    @Test func pointsCanBeColoredAndTurned() async throws {
        let (folder, figures) = try await report([.pca]) { $0.layers = [6] }
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = """
            const choose = (id, value) => {
                const select = document.getElementById(id);
                select.value = value;
                select.dispatchEvent(new Event('change'));
            };
            result.menu = [...document.getElementById('coloring').options].map(o => o.text);
            result.layer = document.querySelector('output').textContent;
            choose('coloring', 'sex');
            result.groups = figure.data.map(t => t.name);
            choose('coloring', 'age');
            result.scale = figure.data[0].marker.showscale;
            choose('view', '3-D');
            result.type = figure.data[0].type;
            """
        let result = try Browser.run(figures[0].page, script: script)
        #expect(result["errors"] as? [String] == [])
        let menu = try #require(result["menu"] as? [String])
        #expect(menu.prefix(3) == ["none", "age (numeric, 58 values)", "sex (binary, 2 values)"])
        #expect(result["layer"] as? String == "Layer 6")
        #expect(result["groups"] as? [String] == ["Female", "Male"])
        #expect(result["scale"] as? Bool == true)
        #expect(result["type"] as? String == "scatter3d")
    }

    @Test func pagesCanShareTheScript() async throws {
        let (folder, figures) = try await report([.scree]) { $0.pages.sharingScript = true }
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = try Data(contentsOf: figures[0].page)
        #expect(page.count < 100_000)
        #expect(
            FileManager.default.fileExists(atPath: folder.appending(path: "plotly.min.js").path))
        let result = try Browser.run(figures[0].page, script: Self.drive, isOffline: false)
        #expect(result["errors"] as? [String] == [])
    }

    @Test func whatAFigureNeedsAndLacksIsSaid() async throws {
        let error = await #expect(throws: ReportError.self) {
            _ = try await report([.attributes]) { $0.attributes = nil }
        }
        #expect(error?.code == .inputMissing)
        #expect(
            error?.message
                == "The figure 'attributes' needs the personas' attributes: name their file with"
                + " --personas.")
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let other = folder.appending(path: "plotly.min.js")
        try Data("alert(1)".utf8).write(to: other)
        let refused = #expect(throws: ReportError.self) { try PlotlyScript(file: other) }
        #expect(refused?.code == .scriptMissing)
    }

    @Test func plotlyThatIsNoFileIsRefused() throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = #expect(throws: ReportError.self) { try PlotlyScript(file: folder) }
        #expect(error?.code == .scriptMissing)
        #expect(
            error?.message
                == "Plotly.js cannot be read from \(folder.path): it is no file that may be"
                + " read. Name a plotly.min.js with --plotly-js.")
    }

    @Test func plotlyIsLookedForBesideTheProgramAndInTheWorkingFolder() {
        let places = PlotlyScript.places(
            program: URL(filePath: "/nowhere/bin/persona-vectors"),
            workingFolder: URL(filePath: "/work-folder"))
        #expect(
            places.map(\.path) == [
                "/nowhere/bin/plotly.min.js", "/work-folder/.deps/plotly/plotly.min.js",
                "/nowhere/.deps/plotly/plotly.min.js", "/.deps/plotly/plotly.min.js",
            ])
        // However the program was called, its own place is known.
        let own = PlotlyScript.places(workingFolder: nil)[0].deletingLastPathComponent()
        #expect(own.path.hasPrefix("/") && FileManager.default.fileExists(atPath: own.path))
    }
}
