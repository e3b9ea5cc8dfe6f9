import Dispatch
import Foundation

/// Pictures of pages, made by headless Chromium.
enum PagePicture {
    private static let names = ["chromium", "chromium-browser", "google-chrome", "chrome"]

    /// How long a browser may take: a page of a thousand personas needs seconds.
    private static let limit = Duration.seconds(120)

    /// Writes what a page shows 1280 × 900 pixels wide.
    ///
    /// A picture that is there already is removed first, so that one afterwards is this page's. In a
    /// task that is cancelled, and after the limit, the browser is ended.
    static func write(
        _ page: URL, to picture: URL, browser: URL, limit: Duration = limit
    ) throws {
        if FileManager.default.fileExists(atPath: picture.path) {
            do {
                try FileManager.default.removeItem(at: picture)
            } catch {
                throw ReportError.oldPicture(picture.path, error)
            }
        }
        let status = try run(browser, arguments(page, picture), page: page, limit: limit)
        guard status == 0, FileManager.default.fileExists(atPath: picture.path) else {
            throw ReportError.browserFailed(page.path, status: status)
        }
    }

    private static func arguments(_ page: URL, _ picture: URL) -> [String] {
        [
            "--headless", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,900",
            "--virtual-time-budget=4000", "--screenshot=\(picture.path)",
        ] + sandboxArguments + [page.absoluteString]
    }

    /// Chromium refuses to run as root inside its sandbox.
    static var sandboxArguments: [String] { geteuid() == 0 ? ["--no-sandbox"] : [] }

    private static func run(
        _ browser: URL, _ arguments: [String], page: URL, limit: Duration
    ) throws -> Int32 {
        let process = Process()
        let finished = DispatchSemaphore(value: 0)
        process.executableURL = browser
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { _ in finished.signal() }
        do {
            try process.run()
        } catch {
            throw ReportError.browserNotStarted(browser.path, error)
        }
        let deadline = ContinuousClock.now + limit
        while finished.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
            let isCancelled = Task.isCancelled
            guard isCancelled || ContinuousClock.now >= deadline else { continue }
            end(process, finished)
            if isCancelled { throw CancellationError() }
            throw ReportError.browserTooSlow(page.path, limit: limit)
        }
        return process.terminationStatus
    }

    /// Asks a process to end, and makes it when it does not.
    private static func end(_ process: Process, _ finished: DispatchSemaphore) {
        process.terminate()
        guard finished.wait(timeout: .now() + .seconds(5)) == .timedOut else { return }
        kill(process.processIdentifier, SIGKILL)
        finished.wait()
    }

    /// The first browser that the PATH has.
    static var browser: URL? {
        browser(in: ProcessInfo.processInfo.environment["PATH"] ?? "")
    }

    /// The first browser in folders, which colons separate.
    static func browser(in path: String) -> URL? {
        let folders = path.split(separator: ":")
        let candidates = names.flatMap { name in
            folders.map { URL(filePath: String($0)).appending(path: name) }
        }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
