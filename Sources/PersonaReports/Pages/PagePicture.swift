import Foundation

/// Pictures of pages, made by headless Chromium.
enum PagePicture {
    private static let names = ["chromium", "chromium-browser", "google-chrome", "chrome"]

    /// Writes what a page shows 1280 × 900 pixels wide.
    static func write(_ page: URL, to picture: URL) throws {
        guard let browser else { throw ReportError.noBrowser() }
        let process = Process()
        process.executableURL = browser
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--window-size=1280,900", "--virtual-time-budget=4000",
            "--screenshot=\(picture.path)", page.absoluteString,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0,
            FileManager.default.fileExists(atPath: picture.path)
        else {
            throw ReportError.browserFailed(page.path, status: process.terminationStatus)
        }
    }

    /// The first browser that the PATH has.
    static var browser: URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let candidates = names.flatMap { name in
            folders.map { URL(filePath: String($0)).appending(path: name) }
        }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
