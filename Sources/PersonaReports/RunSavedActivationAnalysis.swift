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
/// - Throws: `ArtifactError` and `AnalysisError` when the vectors cannot be loaded or analysed, or
///   nobody has attributes in the table given, ``ReportError`` when a figure lacks its input or
///   personas, a file cannot be written, or what pages need is missing, and `CancellationError` when
///   the task is cancelled.
/// - Complexity: that of the analyses; layers are computed side by side.
public func runSavedActivationAnalysis(
    of source: some PersonaVectorSource, into folder: URL,
    options: AnalysisReportOptions = AnalysisReportOptions(),
    progress: @Sendable (FigureKind) -> Void = { _ in }
) async throws -> [WrittenFigure] {
    // Missed before anything is read or computed.
    let tools = try options.pages.tools()
    let other = try await comparedVariant(source, options)
    let input = try await figureInput(of: source, [options.variant], options)
    // What one figure lacks is found before another is drawn.
    for kind in options.kinds { try input.requireEnough(for: kind) }
    let writer = try ReportWriter(
        folder: folder, stem: "\(options.variant)_\(source.maskStrategy)", options: options.pages,
        tools: tools)
    return try await draw(options.kinds, with: writer, progress: progress) { kind in
        guard kind == .variants, let other else { return try Figure.build(kind, of: input) }
        // Only this figure is of the personas that have both.
        return try Figure.build(
            kind, of: await figureInput(of: source, [options.variant, other], options))
    }
}

/// Computes one figure after the other while those before are written, two at a time: more would hold
/// more numbers in memory.
private func draw(
    _ kinds: [FigureKind], with writer: ReportWriter, progress: (FigureKind) -> Void,
    _ build: (FigureKind) async throws -> Figure
) async throws -> [WrittenFigure] {
    try await withThrowingTaskGroup(of: (place: Int, figure: WrittenFigure).self) { group in
        var written: [(place: Int, figure: WrittenFigure)] = []
        for (place, kind) in kinds.enumerated() {
            try Task.checkCancellation()
            progress(kind)
            let figure = try await build(kind)
            if place - written.count == 2, let last = try await group.next() {
                written.append(last)
            }
            group.addTask { (place, try writer.write(figure, name: kind.rawValue)) }
        }
        for try await last in group { written.append(last) }
        return written.sorted { $0.place < $1.place }.map(\.figure)
    }
}

/// What figures of variants are made of: the personas that all of them have.
private func figureInput(
    of source: some PersonaVectorSource, _ variants: [PromptVariant],
    _ options: AnalysisReportOptions
) async throws -> FigureInput {
    let dataset = try await loadAnalysisDataset(
        from: source, variants: variants, personaIDs: options.personaIDs,
        layers: options.layers, includingBaseline: options.includingBaseline)
    return try FigureInput(
        dataset: dataset, variant: options.variant, layers: options.layers,
        attributes: options.attributes)
}

/// The other variant when a figure compares two; that there is none is found before any is drawn.
private func comparedVariant(
    _ source: some PersonaVectorSource, _ options: AnalysisReportOptions
) async throws -> PromptVariant? {
    guard options.kinds.contains(.variants) else { return nil }
    let others = options.variant.comparable
    guard let other = try await source.availableVariants(among: others).first else {
        throw ReportError.secondVariantNeeded(options.variant, others: others)
    }
    return other
}
