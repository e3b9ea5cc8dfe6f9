public import Foundation
import PersonaVectors

/// Why a report could not be made.
public struct ReportError: Error, Sendable, CustomStringConvertible, LocalizedError {
    /// The kind of failure; open, so that a new one breaks nobody's `switch`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code of any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Plotly.js is not where it is looked for, or is not the version that was checked.
        public static let scriptMissing = Code(rawValue: "scriptMissing")
        /// A figure needs something that was not given, such as attributes or a second variant.
        public static let inputMissing = Code(rawValue: "inputMissing")
        /// A browser that makes pictures is missing or failed.
        public static let browserFailed = Code(rawValue: "browserFailed")
        /// A file that could not be written.
        public static let notWritten = Code(rawValue: "notWritten")
    }

    /// The kind of failure.
    public let code: Code

    /// One sentence for people.
    public let message: String

    /// What a lower layer said.
    public let underlyingError: (any Error)?

    /// The message.
    public var description: String { message }

    /// The message.
    public var errorDescription: String? { message }

    private init(_ code: Code, _ message: String, underlyingError: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlyingError = underlyingError
    }

    static func scriptMissing(_ places: [String]) -> ReportError {
        ReportError(
            .scriptMissing,
            "Plotly.js was not found at \(places.joined(separator: " or ")). Run 'make deps', or name"
                + " a plotly.min.js with --plotly-js.")
    }

    static func scriptDiffers(_ path: String, found: String, needed: String) -> ReportError {
        ReportError(
            .scriptMissing,
            "The file \(path) is not the Plotly.js that pages are tested with: its SHA-256 is"
                + " \(found), needed is \(needed). Run 'make deps' to bring it.")
    }

    static func attributesNeeded(_ kind: FigureKind) -> ReportError {
        ReportError(
            .inputMissing,
            "The figure '\(kind.rawValue)' needs the personas' attributes: name their file with"
                + " --personas.")
    }

    static func tooFewPersonas(_ kind: FigureKind, count: Int, noun: String) -> ReportError {
        ReportError(
            .inputMissing,
            "The figure '\(kind.rawValue)' needs at least \(kind.minimumPersonaCount) \(noun), and"
                + " there \(count == 1 ? "is" : "are") \(count). Choose more, or leave the figure away."
        )
    }

    static func scriptUnreadable(_ path: String, _ error: (any Error)?) -> ReportError {
        ReportError(
            .scriptMissing,
            "Plotly.js cannot be read from \(path): it is no file that may be read. Name a"
                + " plotly.min.js with --plotly-js.", underlyingError: error)
    }

    static func secondVariantNeeded(
        _ variant: PromptVariant, others: [PromptVariant]
    ) -> ReportError {
        ReportError(
            .inputMissing,
            "The figure 'variants' compares '\(variant)' with"
                + " \(others.map { "'\($0)'" }.joined(separator: " or ")), which is not there."
                + " Extract or import it first, or leave the figure away.")
    }

    static func noProbes() -> ReportError {
        ReportError(
            .inputMissing,
            "A report of probes needs a trained probe, but every attribute failed. Train others.")
    }

    static func noBrowser() -> ReportError {
        ReportError(
            .browserFailed,
            "Pictures need Chromium, and neither 'chromium' nor 'google-chrome' was found on the"
                + " PATH. Install it, or leave --png away.")
    }

    static func browserFailed(_ page: String, status: Int32) -> ReportError {
        ReportError(
            .browserFailed,
            "Chromium could not make a picture of \(page): it exited with \(status).")
    }

    static func browserNotStarted(_ browser: String, _ error: any Error) -> ReportError {
        ReportError(
            .browserFailed,
            "Chromium could not be started from \(browser). Check that it runs, or leave --png away.",
            underlyingError: error)
    }

    static func browserTooSlow(_ page: String, limit: Duration) -> ReportError {
        ReportError(
            .browserFailed,
            "Chromium made no picture of \(page) within \(limit.components.seconds) seconds and was"
                + " ended. Draw fewer personas or layers, or leave --png away.")
    }

    static func oldCompanion(_ path: String, _ error: any Error) -> ReportError {
        ReportError(
            .notWritten,
            "The file \(path) of an earlier run could not be removed. Move it away.",
            underlyingError: error)
    }

    static func oldPicture(_ path: String, _ error: any Error) -> ReportError {
        ReportError(
            .notWritten,
            "The picture \(path) of an earlier run could not be removed. Move it away.",
            underlyingError: error)
    }

    static func notWritten(_ path: String, _ error: any Error) -> ReportError {
        ReportError(
            .notWritten,
            "The report \(path) could not be written. Check that its folder may be written to, that"
                + " no folder has its name, and that there is space left.", underlyingError: error)
    }

    static func folderUnusable(
        _ path: String, _ obstacle: String, _ error: (any Error)? = nil
    ) -> ReportError {
        ReportError(
            .notWritten,
            "Reports cannot be written into \(path): \(obstacle)",
            underlyingError: error)
    }
}
