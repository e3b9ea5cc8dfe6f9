public import Foundation
public import PersonaAnalysis

/// Draws trained probes: one page with a line for each attribute and kind over the layers, and one
/// with a heatmap of attributes and layers; the numbers lie beside each.
///
/// The pages are named `<variant>_<mask>_probe_layers.html` and `…_probe_heatmap.html`. They open
/// without a network.
///
/// - Parameters:
///   - report: the probes; attributes that failed are not drawn.
///   - folder: where the files go; it is made when it is missing.
///   - options: how pages are written.
/// - Returns: the files written, the lines first.
/// - Throws: ``ReportError`` when there is no probe in the report, Plotly.js is missing, or a file
///   cannot be written.
/// - Complexity: O(rows of the report).
public func writeProbeReport(
    _ report: ProbeTrainingReport, into folder: URL, options: PageOptions = PageOptions()
) throws -> [WrittenFigure] {
    let figures = [
        ("layers", try Figure.probeLayers(of: report)),
        ("heatmap", try Figure.probeHeatmap(of: report)),
    ]
    guard let probe = report.probes.first?.artifact.metadata else { throw ReportError.noProbes() }
    let writer = try ReportWriter(
        folder: folder, stem: "\(probe.variant)_\(probe.maskStrategy)", options: options)
    return try figures.map { name, figure in try writer.write(figure, name: name) }
}
