public import Foundation

/// How pages are written.
public struct PageOptions: Sendable {
    /// Where Plotly.js is; nil looks where `make deps` puts it.
    public var plotlyScript: URL?
    /// Whether pages share one `plotly.min.js` beside them instead of carrying it each.
    public var sharingScript = false
    /// Whether each page is also written as a picture, through headless Chromium.
    public var writingPictures = false

    /// Pages that carry their script, without pictures.
    public init() {}
}

/// A figure that was written.
public struct WrittenFigure: Sendable {
    /// What the figure is called on the command line, for example `pca`.
    public let name: String
    /// The page.
    public let page: URL
    /// The numbers behind the page, as JSON.
    public let data: URL
    /// The same numbers as a Parquet table; nil for a figure that is no list, and in a build without
    /// Arrow.
    public let table: URL?
    /// The picture, when one was asked for.
    public let picture: URL?
}
