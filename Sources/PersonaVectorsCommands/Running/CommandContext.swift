package import Dispatch
package import HuggingFaceHub

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a command sees of the world besides files: variables, streams, the terminal.
///
/// Commands take it from ``current``, which is bound for the length of one run; tests bind their
/// own and read back what was printed.
public struct CommandContext: Sendable {
    /// The environment's variables, those of a `.env` file included once a command runs.
    public var environment: [String: String]

    /// The folder that relative paths start from; nil is the process's own.
    public var workingDirectory: String?

    /// Whether progress may be drawn on standard error.
    public var isTerminal: Bool

    /// The width of lines of help; nil asks the terminal.
    public var columns: Int?

    /// Writes to standard output.
    public var print: @Sendable (String) -> Void

    /// Writes to standard error.
    public var complain: @Sendable (String) -> Void

    /// How far apart lines of progress are where standard error is no terminal.
    package var progressInterval = DispatchTimeInterval.seconds(60)

    /// What carries requests to a Hub.
    package var hubTransport: any HTTPTransport = CurlTransport()

    /// What the command asks of a Hub.
    let hubUse = HubUse()

    /// The context of the command that is running.
    @TaskLocal static var current = CommandContext.process

    /// A context.
    public init(
        environment: [String: String], workingDirectory: String? = nil, isTerminal: Bool = false,
        columns: Int? = nil, print: @escaping @Sendable (String) -> Void,
        complain: @escaping @Sendable (String) -> Void
    ) {
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.isTerminal = isTerminal
        self.columns = columns
        self.print = print
        self.complain = complain
    }

    /// The context of this process.
    public static var process: CommandContext {
        CommandContext(
            environment: ProcessInfo.processInfo.environment,
            isTerminal: StandardStream.isErrorTerminal,
            print: { StandardStream.output.write($0) },
            complain: { StandardStream.error.write($0) })
    }

    /// Says a sentence on standard error, in a line of its own.
    func tell(_ sentence: String) {
        // A line of progress may stand there; it is drawn again below.
        complain((isTerminal ? "\r\u{1B}[K" : "") + sentence + "\n")
    }

    /// Where artifacts of a kind are kept: in $ARTIFACTS_DIR, else in `artifacts`.
    func artifacts(_ kind: String) -> String {
        // An empty variable counts as none, as `os.environ.get(…) or …` does.
        let folder = environment["ARTIFACTS_DIR"] ?? ""
        return (folder.isEmpty ? "artifacts" : folder) + "/" + kind
    }

    /// A path as the running command was given it, made usable.
    func resolve(_ path: String) -> String {
        guard let workingDirectory, !path.hasPrefix("/") else { return path }
        return workingDirectory + "/" + path
    }

    /// The place of a path, see ``resolve(_:)``.
    func url(_ path: String) -> URL {
        URL(filePath: resolve(path))
    }
}
