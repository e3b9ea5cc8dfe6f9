import Foundation
import PersonaAnalysis
import PersonaVectors
import Testing

@testable import PersonaReports

/// Pictures of pages, by Chromium and by programs that take its place.
@Suite(.serialized) struct PagePictureTests {
    private func program(_ script: String, in folder: URL) throws -> URL {
        let file = folder.appending(path: "chromium")
        try Data(("#!/bin/sh\n" + script + "\n").utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        return file
    }

    @Test func pagesHavePictures() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = AnalysisReportOptions()
        options.kinds = [.scree]
        options.layers = [0]
        options.pages.plotlyScript = ReportSupport.plotly
        options.pages.writingPictures = true
        let figures = try await runSavedActivationAnalysis(
            of: ReportSupport.realStore(), into: folder, options: options)
        let picture = try #require(figures[0].picture)
        #expect(picture.lastPathComponent == "biography_answer_mean_pca_scree.png")
        let bytes = try Data(contentsOf: picture)
        // The signature of PNG, and after the first chunk's head the width and height.
        #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        #expect(Array(bytes[16..<24]) == [0, 0, 0x05, 0x00, 0, 0, 0x03, 0x84])
    }

    @Test func aMissingBrowserIsMissedBeforeAnythingIsDrawn() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = AnalysisReportOptions()
        options.pages.plotlyScript = ReportSupport.plotly
        options.pages.writingPictures = true
        options.pages.browserPath = folder.path + ":/nowhere"
        let plots = folder.appending(path: "plots")
        let chosen = options
        let error = await #expect(throws: ReportError.self) {
            try await runSavedActivationAnalysis(
                of: ReportSupport.realStore(), into: plots, options: chosen)
        }
        #expect(error?.code == .browserFailed)
        #expect(
            error?.message
                == "Pictures need Chromium, and neither 'chromium' nor 'google-chrome' was"
                + " found on the PATH. Install it, or leave --png away.")
        #expect(!FileManager.default.fileExists(atPath: plots.path))
        let browser = try program("exit 0", in: folder)
        #expect(try options.pages.browser()?.path == browser.path)
    }

    struct Failure: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let script: String
        var limit = Duration.seconds(60)
        let message: String
    }

    @Test(arguments: [
        Failure(
            testDescription: "fails", script: "exit 3",
            message: "Chromium could not make a picture of /p/page.html: it exited with 3."),
        // A picture of an earlier run is none of this page's.
        Failure(
            testDescription: "makes none", script: "exit 0",
            message: "Chromium could not make a picture of /p/page.html: it exited with 0."),
        Failure(
            testDescription: "hangs", script: "exec sleep 600", limit: .zero,
            message: "Chromium made no picture of /p/page.html within 0 seconds and was ended. Draw"
                + " fewer personas or layers, or leave --png away."),
    ])
    func saysHowABrowserFailed(_ failure: Failure) throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let picture = folder.appending(path: "page.png")
        try Data("old".utf8).write(to: picture)
        let browser = try program(failure.script, in: folder)
        let error = #expect(throws: ReportError.self) {
            try PagePicture.write(
                URL(filePath: "/p/page.html"), to: picture, browser: browser, limit: failure.limit)
        }
        #expect(error?.code == .browserFailed)
        #expect(error?.message == failure.message)
        #expect(!FileManager.default.fileExists(atPath: picture.path))
    }

    @Test func saysThatABrowserCannotBeStarted() throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let browser = folder.appending(path: "chromium")
        let error = #expect(throws: ReportError.self) {
            try PagePicture.write(
                URL(filePath: "/p/page.html"), to: folder.appending(path: "a.png"),
                browser: browser)
        }
        #expect(
            error?.message
                == "Chromium could not be started from \(browser.path). Check that it runs,"
                + " or leave --png away.")
    }

    @Test func aCancelledTaskEndsTheBrowser() async throws {
        let folder = try ReportSupport.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = folder.appending(path: "pid")
        let browser = try program("echo $$ > '\(process.path)'; exec sleep 600", in: folder)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try PagePicture.write(
                URL(filePath: "/p/page.html"), to: folder.appending(path: "a.png"),
                browser: browser)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        // It may have been ended before it wrote its number; if it did, there is no such process.
        let text = (try? String(contentsOf: process, encoding: .utf8)) ?? ""
        if let number = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) {
            #expect(kill(number, 0) == -1)
        }
    }

    /// Root's Chromium refuses its sandbox; everybody else's should have it.
    @Test func onlyRootGoesWithoutASandbox() {
        #expect(PagePicture.sandboxArguments == (geteuid() == 0 ? ["--no-sandbox"] : []))
    }
}
