public import Foundation

/// How pages are written.
public struct PageOptions: Sendable {
    /// Where Plotly.js is; nil looks where `make deps` puts it.
    public var plotlyScript: URL?
    /// The folder in which `.deps` is looked for; nil means the process's working folder.
    public var workingFolder: URL?
    /// The folders in which Chromium is looked for, separated by colons; nil means those of `PATH`.
    public var browserPath: String?
    /// Whether pages share one `plotly.min.js` beside them instead of carrying it each.
    public var sharingScript = false
    /// Whether each page is also written as a picture, through headless Chromium.
    public var writingPictures = false

    /// Pages that carry their script, without pictures.
    public init() {}

    /// Checks that what pages need is there, so that nothing is computed in vain.
    ///
    /// - Throws: ``ReportError`` with code `scriptMissing` for Plotly.js, and `browserFailed` when
    ///   pictures are asked for and there is no Chromium.
    ///   That Plotly.js is of another version is found when pages are about to be made.
    public func requireTools() throws {
        _ = try PlotlyScript.location(file: plotlyScript, workingFolder: workingFolder)
        _ = try browser()
    }

    /// What pages need.
    struct Tools {
        let script: PlotlyScript
        /// nil when no pictures are asked for.
        let browser: URL?
    }

    /// - Complexity: that of reading Plotly.js.
    func tools() throws -> Tools {
        Tools(
            script: try PlotlyScript(file: plotlyScript, workingFolder: workingFolder),
            browser: try browser())
    }

    func browser() throws -> URL? {
        guard writingPictures else { return nil }
        let found = browserPath.map { PagePicture.browser(in: $0) } ?? PagePicture.browser
        guard let found else { throw ReportError.noBrowser() }
        return found
    }
}

/// A figure that was written.
public struct WrittenFigure: Sendable {
    /// What the figure is called on the command line, for example `pca`.
    public let name: String
    /// The page.
    public let page: URL
    /// The numbers behind the page, as JSON.
    public let data: URL
    /// The same numbers as a Parquet table; nil in a build without Arrow.
    public let table: URL?
    /// The picture, when one was asked for.
    public let picture: URL?
    /// What was asked for and is not in the figure, and why: a sentence each.
    public let notes: [String]
}
