public import Foundation
public import PersonaAnalysis
public import PersonaVectors
import Safetensors

/// What to draw, and how pages are written.
public struct AnalysisReportOptions: Sendable {
    /// The variant to draw.
    public var variant = PromptVariant.biography
    /// The figures, in this order.
    public var kinds = FigureKind.defaults
    /// The personas, in this order; nil means all that the variant has.
    public var personaIDs: [String]?
    /// Whether the baseline persona is among all.
    public var includingBaseline = false
    /// The layers to draw; nil means all.
    public var layers: [Int]?
    /// The personas' attributes, to colour by and to associate.
    public var attributes: AttributeTable?
    /// How pages are written.
    public var pages = PageOptions()

    /// The options of the original: the biography, all personas and layers, its four pages.
    public init() {}
}

/// Draws a source's vectors: one HTML page a figure, with its numbers beside it.
///
/// The pages are named `<variant>_<mask>_<figure>.html`, as the original's. They open without a
/// network.
///
/// - Parameters:
///   - source: a local store or a Hub dataset.
///   - folder: where the files go; it is made when it is missing.
///   - options: what to draw.
///   - progress: hears of each figure before it is made.
/// - Returns: the files written, in the order of the kinds.
/// - Throws: `ArtifactError` and `AnalysisError` when the vectors cannot be loaded or analysed,
///   ``ReportError`` when a figure lacks its input or a file cannot be written.
/// - Complexity: that of the analyses; layers are computed side by side.
public func runSavedActivationAnalysis(
    of source: some PersonaVectorSource, into folder: URL,
    options: AnalysisReportOptions = AnalysisReportOptions(),
    progress: @Sendable (FigureKind) -> Void = { _ in }
) async throws -> [WrittenFigure] {
    let script = try PlotlyScript(file: options.pages.plotlyScript)
    let dataset = try await loadAnalysisDataset(
        from: source, variants: try await variantsToLoad(source, options),
        personaIDs: options.personaIDs, layers: options.layers,
        includingBaseline: options.includingBaseline)
    let input = try FigureInput(
        dataset: dataset, variant: options.variant, layers: options.layers,
        attributes: options.attributes)
    let writer = try ReportWriter(
        folder: folder, stem: "\(options.variant)_\(source.maskStrategy)", script: script,
        options: options.pages)
    return try await draw(input, options.kinds, with: writer, progress: progress)
}

/// Computes one figure after the other, each while the one before it is written.
private func draw(
    _ input: FigureInput, _ kinds: [FigureKind], with writer: ReportWriter,
    progress: (FigureKind) -> Void
) async throws -> [WrittenFigure] {
    try await withThrowingTaskGroup(of: WrittenFigure.self) { group in
        var written: [WrittenFigure] = []
        for kind in kinds {
            progress(kind)
            let figure = try Figure.build(kind, of: input)
            if let last = try await group.next() { written.append(last) }
            group.addTask { try writer.write(figure, name: kind.rawValue) }
        }
        if let last = try await group.next() { written.append(last) }
        return written
    }
}

/// The variant drawn, and the other one when a figure compares them.
private func variantsToLoad(
    _ source: some PersonaVectorSource, _ options: AnalysisReportOptions
) async throws -> [PromptVariant] {
    guard options.kinds.contains(.variants) else { return [options.variant] }
    let others = PromptVariant.defaults.filter { $0 != options.variant }
    return [options.variant] + (try await source.availableVariants(among: others)).prefix(1)
}
