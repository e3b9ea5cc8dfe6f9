import Foundation
import PersonaAnalysis
import PersonaVectors
import Testing

@testable import PersonaReports

/// What people wrote is shown as they wrote it, though Plotly reads HTML in texts.
@Suite(.serialized) struct HostileTextTests {
    private static let names = [
        "<script>alert(1)</script>", "$x$", "</script><img src=x onerror=alert(1)>",
        "a & b < c", "<b>bold</b>", "%{x} &lt;",
    ]

    /// What the page's script cuts a text to.
    private func short(_ text: String, _ count: Int) -> String {
        text.count > count ? text.prefix(count - 1) + "…" : text
    }

    private func pages(
        _ kinds: [FigureKind], attributes: AttributeTable? = nil
    ) async throws -> (folder: URL, figures: [WrittenFigure]) {
        let folder = try ReportSupport.temporaryFolder()
        let store = try ReportSupport.hostileStore(
            in: folder.appending(path: "store"), names: Self.names)
        var options = AnalysisReportOptions()
        options.kinds = kinds
        options.attributes = attributes
        options.pages.plotlyScript = ReportSupport.plotly
        return (
            folder,
            try await runSavedActivationAnalysis(
                of: store, into: folder.appending(path: "plots"), options: options)
        )
    }

    private static let look = """
        const texts = query => [...document.querySelectorAll(query)].map(t => t.textContent);
        result.names = data.names;
        result.images = document.querySelectorAll('img').length;
        result.ticks = texts('.ytick text');
        const traces = figure.data.map((t, i) => [i, (t.text || []).length]).filter(t => t[1]);
        if (figure.data[0].type === 'heatmap') Plotly.Fx.hover(figure, {xval: 1, yval: 0}, 'xy');
        else if (traces.length) Plotly.Fx.hover(figure,
            [{curveNumber: traces.at(-1)[0], pointNumber: 0}]);
        result.hover = texts('.hovertext');
        result.title = texts('header p');
        """

    @Test func namesShowAsText() async throws {
        let kinds = [FigureKind.pca, .umap, .similarity, .pairs, .dendrogram]
        let (folder, figures) = try await pages(kinds)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (kind, figure) in zip(kinds, figures) {
            let result = try Browser.run(figure.page, script: Self.look)
            #expect(result["errors"] as? [String] == [], "\(kind)")
            #expect(result["names"] as? [String] == Self.names)
            #expect(result["images"] as? Int == 0)
            let title = try #require(result["title"] as? [String])
            #expect(title.first?.contains("test/</script><b>model") == true)
            let ticks = try #require(result["ticks"] as? [String])
            let hover = try #require(result["hover"] as? [String]).joined()
            switch kind {
            case .similarity:
                #expect(Set(ticks) == Set(Self.names.map { short($0, 18) }))
                let pairs = Self.names.flatMap { name in Self.names.map { "\(name) × \($0)" } }
                #expect(pairs.contains { hover.hasPrefix($0 + "cosine ") }, "\(hover)")
            case .dendrogram:
                #expect(Set(ticks) == Set(Self.names.map { short($0, 28) }))
                #expect(Self.names.contains { hover.contains($0) }, "\(hover)")
            case .pairs:
                #expect(ticks.count == 15)
                #expect(ticks.contains("\(Self.names[3]) – \(Self.names[4])"), "\(ticks)")
            default:
                #expect(hover.contains("Persona: \(Self.names[0])"), "\(hover)")
            }
        }
    }

    @Test func attributesShowAsText() async throws {
        let lines = Self.names.indices.map { index in
            """
            {"id": "p\(index)", "persona": {"<i>kind</i> & co": "<b>v\(index % 2)</b> & w", \
            "<u>size</u>": \(index)}}
            """
        }
        let schema = """
            {"persona_fields": {"<i>kind</i> & co": {"kind": "nominal"},
                "<u>size</u>": {"kind": "numeric", "n_unique_seed_values": 6}}}
            """
        let attributes = try AttributeTable(
            personas: Array(lines.joined(separator: "\n").utf8), personasPath: "p",
            schema: Array(schema.utf8), schemaPath: "s")
        let (folder, figures) = try await pages([.pca], attributes: attributes)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = """
            const texts = query => [...document.querySelectorAll(query)].map(t => t.textContent);
            const select = document.getElementById('coloring');
            const choose = value => {
                select.value = value;
                select.dispatchEvent(new Event('change'));
            };
            result.menu = [...select.options].map(o => o.textContent);
            choose('<i>kind</i> & co');
            result.legend = texts('.legendtext');
            choose('<u>size</u>');
            result.bar = texts('.colorbar').join('');
            """
        let result = try Browser.run(figures[0].page, script: script)
        #expect(result["errors"] as? [String] == [])
        #expect(
            result["menu"] as? [String]
                == ["none", "<i>kind</i> & co (nominal)", "<u>size</u> (numeric, 6 values)"])
        #expect(result["legend"] as? [String] == ["<b>v0</b> & w", "<b>v1</b> & w"])
        #expect((result["bar"] as? String)?.contains("<u>size</u>") == true)
    }

    /// Numbers too large for six digits behind the point are still numbers.
    @Test func enormousNumbersDraw() async throws {
        let lines = Self.names.indices.map {
            "{\"id\": \"p\($0)\", \"persona\": {\"n\": 1e30\($0)}}"
        }
        let attributes = try AttributeTable(
            personas: Array(lines.joined(separator: "\n").utf8), personasPath: "p",
            schema: Array("{\"persona_fields\": {\"n\": {\"kind\": \"numeric\"}}}".utf8),
            schemaPath: "s")
        let (folder, figures) = try await pages([.pca], attributes: attributes)
        defer { try? FileManager.default.removeItem(at: folder) }
        let numbers = try JSONSerialization.jsonObject(with: Data(contentsOf: figures[0].data))
        let colorings = try #require((numbers as? [String: Any])?["colorings"] as? [[String: Any]])
        #expect(
            colorings.last?["values"] as? [Double] == (0..<6).compactMap { Double("1e30\($0)") })
        let result = try Browser.run(figures[0].page, script: Self.look)
        #expect(result["errors"] as? [String] == [])
    }

    @Test func aThousandPersonasDraw() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try ReportSupport.hostileStore(
            in: folder.appending(path: "store"), names: (0..<1_000).map { "Person \($0)" })
        var options = AnalysisReportOptions()
        options.kinds = [.pca, .similarity, .dendrogram]
        options.layers = [0]
        options.pages.plotlyScript = ReportSupport.plotly
        let figures = try await runSavedActivationAnalysis(
            of: store, into: folder.appending(path: "plots"), options: options)
        let script = """
            result.count = data.names.length;
            result.sizes = figure.data.map(t => (t.z || t.x).length);
            """
        for (figure, sizes) in zip(figures, [[1_000], [1_000], [4_995, 1_000]]) {
            let result = try Browser.run(figure.page, script: script)
            #expect(result["errors"] as? [String] == [])
            #expect(result["count"] as? Int == 1_000)
            #expect(result["sizes"] as? [Int] == sizes)
        }
    }
}
