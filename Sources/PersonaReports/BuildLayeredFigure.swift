public import Foundation
public import PersonaAnalysis
public import PersonaVectors

/// The figure of a kind over the layers of a dataset that is in memory.
///
/// - Parameters:
///   - kind: which figure.
///   - dataset: the vectors; ``FigureKind/variants`` needs two variants in it.
///   - variant: the variant to draw; nil means the dataset's first.
///   - layers: the layers to draw, in this order; nil means all that were loaded.
///   - attributes: the personas' attributes, to colour by and to associate. That some personas have
///     none, or an attribute a bad value, is not an error: ``Figure/notes`` says so.
/// - Returns: the figure; ``writeFigure(_:named:into:options:)`` makes a page of it.
/// - Throws: `ArtifactError` with code `notFound` for a variant that was not loaded, `AnalysisError`
///   when a layer was not loaded, none of the personas has attributes in the table given, or the
///   vectors cannot be analysed, ``ReportError`` when the figure lacks its input or personas, and
///   `CancellationError` when the task is cancelled.
/// - Complexity: that of the analysis; layers are computed side by side.
public func buildLayeredFigure(
    _ kind: FigureKind, of dataset: AnalysisDataset, variant: PromptVariant? = nil,
    layers: [Int]? = nil, attributes: AttributeTable? = nil
) throws -> Figure {
    let input = try FigureInput(
        dataset: dataset, variant: variant ?? dataset.variants.first ?? .biography, layers: layers,
        attributes: attributes)
    return try Figure.build(kind, of: input)
}

/// Writes a figure as a page, with its numbers beside it.
///
/// - Parameters:
///   - figure: the figure.
///   - stem: the beginning of the files' names, for example variant and mask strategy; the figure's
///     ``Figure/fileStem`` follows.
///   - folder: where the files go; it is made when it is missing.
///   - options: how the page is written.
/// - Returns: the files written.
/// - Throws: ``ReportError`` when a file cannot be written or what pages need is missing, and
///   `ArtifactError` with code `invalidName` when the stem cannot begin a file's name.
/// - Complexity: O(numbers of the figure).
public func writeFigure(
    _ figure: Figure, named stem: String, into folder: URL, options: PageOptions = PageOptions()
) throws -> WrittenFigure {
    try ItemName.validate(stem, noun: "figure")
    let writer = try ReportWriter(folder: folder, stem: stem, options: options)
    return try writer.write(figure, name: figure.fileStem)
}
