import Foundation
import PersonaAnalysis
import PersonaVectors
import Testing

@testable import PersonaReports

/// What fits into a page as wide as a telephone, and what its parts are called.
@Suite(.serialized) struct NarrowPageTests {
    private static let choose = """
        const choose = (id, value) => {
            const select = document.getElementById(id);
            select.value = value;
            select.dispatchEvent(new Event('change'));
        };
        """

    private func run(_ kind: FigureKind, script: String, width: Int) async throws -> [String: Any] {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = AnalysisReportOptions()
        options.kinds = [kind]
        options.layers = [2, 3]
        options.pages.plotlyScript = ReportSupport.plotly
        options.attributes = try ReportSupport.attributes()
        let figures = try await runSavedActivationAnalysis(
            of: ReportSupport.realStore(), into: folder, options: options)
        let result = try Browser.run(
            figures[0].page, script: Self.choose + script, width: width)
        #expect(result["errors"] as? [String] == [])
        return result
    }

    /// The ranks' names are below each other, where slanted ones would run into each other.
    @Test(arguments: [1280, 400])
    func everyRankHasItsWholeName(width: Int) async throws {
        let result = try await run(
            .pca,
            script: """
                choose('coloring', 'highest_degree_received');
                const bar = document.querySelector('.colorbar');
                result.text = bar.textContent;
                const box = bar.getBoundingClientRect();
                result.inside = box.left >= 0 && box.right <= window.innerWidth;
                """, width: width)
        let text = try #require(result["text"] as? String)
        for name in [
            "highest_degree_received", "Less than high school", "High school",
            "Associate/junior college", "Bachelor's", "Graduate",
        ] {
            #expect(text.contains(name), "\(text)")
        }
        #expect(result["inside"] as? Bool == true)
    }

    /// A scene fills its height, so that it must not be much higher than wide.
    @Test func aSceneFitsIntoANarrowPage() async throws {
        let result = try await run(
            .pca,
            script: """
                choose('view', '3-D');
                result.title = figure.layout.scene.xaxis.title.text;
                result.height = figure.clientHeight;
                const eye = figure.layout.scene.camera.eye;
                result.distance = Math.hypot(eye.x, eye.y, eye.z);
                choose('view', '2-D');
                result.flatHeight = figure.clientHeight;
                """, width: 400)
        #expect(result["title"] as? String == "PC 1")
        #expect(result["height"] as? Int == 400)
        // Plotly's own is 2.17, from which the titles are cut.
        #expect((result["distance"] as? Double ?? 0) > 2.7)
        #expect((result["flatHeight"] as? Int ?? 0) > 500)
    }

    @Test func layersHaveNoHalves() async throws {
        let result = try await run(
            .variants,
            script: """
                result.ticks = [...document.querySelectorAll('.xtick text')].map(t => t.textContent);
                """, width: 1280)
        #expect(result["ticks"] as? [String] == ["2", "3"])
    }

    /// An attribute may be called as the choice of one colour is, and a value as a group is.
    @Test func namesOfOursAreNamesOfAttributesToo() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let lines = ["Unknown", "known", "Unknown"].enumerated().map {
            "{\"id\": \"p\($0)\", \"persona\": {\"none\": \"\($1)\"}}"
        }
        var options = AnalysisReportOptions()
        options.kinds = [.pca]
        options.attributes = try AttributeTable(
            personas: Array(lines.joined(separator: "\n").utf8), personasPath: "p", schema: nil,
            schemaPath: "s")
        options.pages.plotlyScript = ReportSupport.plotly
        let store = try ReportSupport.hostileStore(
            in: folder.appending(path: "store"), names: ["A", "B", "C", "D"])
        let figures = try await runSavedActivationAnalysis(
            of: store, into: folder.appending(path: "plots"), options: options)
        let result = try Browser.run(
            figures[0].page,
            script: Self.choose + """
                result.before = figure.data.map(t => t.name);
                choose('coloring', 'none');
                result.after = figure.data.map(t => [t.name, t.x.length]);
                """)
        #expect(result["errors"] as? [String] == [])
        #expect(result["before"] as? [String] == ["personas"])
        let groups = try #require(result["after"] as? [[Any]])
        #expect(
            groups.compactMap { $0[0] as? String } == ["known", "Unknown", "Unknown (no value)"])
        #expect(groups.compactMap { $0[1] as? Int } == [1, 2, 1])
        #expect(figures[0].notes == ["1 of 4 personas has vectors but no attributes."])
    }
}
