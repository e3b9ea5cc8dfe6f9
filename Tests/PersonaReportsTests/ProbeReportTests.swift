import Foundation
import PersonaAnalysis
import PersonaVectors
import Testing

@testable import PersonaReports

/// One after another: each test starts browsers.
@Suite(.serialized) struct ProbeReportTests {
    private func report(
        attributes: [String] = ["sex", "highest_degree_received", "age"], layers: [Int] = [0, 3, 6]
    ) async throws -> ProbeTrainingReport {
        var options = ProbeTrainingOptions()
        options.attributes = attributes
        options.layers = .only(layers)
        return try await trainProbes(
            on: ReportSupport.realStore(), attributes: ReportSupport.attributes(), options: options)
    }

    private func pages(
        of report: ProbeTrainingReport
    ) throws -> (folder: URL, figures: [WrittenFigure]) {
        let folder = try ReportSupport.temporaryFolder()
        var options = PageOptions()
        options.plotlyScript = ReportSupport.plotly
        return (folder, try writeProbeReport(report, into: folder, options: options))
    }

    private static let drive = """
        const drawn = () => JSON.stringify(figure.data.map(t => [t.name, t.y, t.z]));
        const before = drawn();
        const select = document.getElementById('view');
        result.views = [...select.options].map(o => o.value);
        result.names = figure.data.map(t => t.name);
        result.stars = figure.data.filter(t => t.marker && t.marker.symbol &&
            t.marker.symbol.includes('star')).map(t => t.name);
        result.cells = figure.data[0].z;
        if (figure.data[0].type === 'heatmap') Plotly.Fx.hover(figure, {xval: 1, yval: 0}, 'xy');
        result.hover = document.querySelector('.hovertext')?.textContent;
        result.ticks = [figure.layout.xaxis.ticktext, figure.layout.yaxis.ticktext];
        select.value = 'above baseline';
        select.dispatchEvent(new Event('change'));
        result.changes = drawn() !== before;
        result.wide = document.documentElement.scrollWidth <= window.innerWidth;
        """

    @Test(arguments: [1280, 400])
    func bothPagesDraw(width: Int) async throws {
        let report = try await report()
        let (folder, figures) = try pages(of: report)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(
            figures.map(\.page.lastPathComponent) == [
                "templated_answer_mean_probe_layers.html",
                "templated_answer_mean_probe_heatmap.html",
            ])
        let results = try figures.map {
            try Browser.run($0.page, script: Self.drive, width: width)
        }
        for result in results {
            #expect(result["errors"] as? [String] == [])
            #expect(result["changes"] as? Bool == true)
            #expect(result["wide"] as? Bool == true)
        }
        #expect(results[0]["views"] as? [String] == ["score", "above baseline", "mean error"])
        #expect(
            results[0]["names"] as? [String] == [
                "sex, difference of means", "sex, logistic regression",
                "highest_degree_received, ridge regression", "age, ridge regression",
            ])
        let best = report.probes.map {
            "\($0.labels.attribute), \($0.best.kind.rawValue.replacing("_", with: " "))"
        }
        #expect(results[0]["stars"] as? [String] == best)
        // A cell is the best score that any kind has in that layer.
        let expected = report.probes.map { probe in
            [0, 3, 6].map { layer in
                probe.rows.filter { $0.layer == layer }
                    .compactMap { $0.balancedAccuracy ?? $0.r2 }.max() ?? .nan
            }
        }
        let cells = try #require(results[1]["cells"] as? [[Double]])
        for (row, expected) in zip(cells, expected) {
            #expect(zip(row, expected).allSatisfy { abs($0 - $1) < 1e-4 })
        }
        let ticks = try #require(results[1]["ticks"] as? [[String]])
        #expect(ticks[0] == ["0", "3", "6"])
        #expect(ticks[1].count == 3 && ticks[1][0] == "sex")
        let hover = try #require(results[1]["hover"] as? String)
        let score = try #require(hover.wholeMatch(of: /sex × layer 3(0\.\d{3})/)?.output.1)
        #expect(abs((Double(score) ?? .nan) - expected[0][1]) < 1e-3)
    }

    @Test func nothingTrainedIsNothingToDraw() async throws {
        let report = try await report(attributes: ["shoe_size"], layers: [0])
        #expect(report.probes.isEmpty)
        let error = #expect(throws: ReportError.self) { try pages(of: report) }
        #expect(error?.code == .inputMissing)
        #expect(
            error?.message
                == "A report of probes needs a trained probe, but every attribute failed. Train"
                + " others.")
    }
}
