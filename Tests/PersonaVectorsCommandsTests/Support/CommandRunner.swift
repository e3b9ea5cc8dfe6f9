import Dispatch
import Foundation
import HuggingFaceHub
import PersonaVectorsCommands
import Synchronization

/// Runs command lines in this process, with streams, variables and a folder of their own.
struct CommandRunner {
    /// What a command line did.
    struct Outcome: Equatable {
        let status: Int32
        let output: String
        let errors: String
    }

    let folder: TemporaryFolder
    var environment: [String: String] = [:]
    /// Whether standard error passes for a terminal.
    var isTerminal = false
    /// What carries requests to a Hub, if not the network.
    var hubTransport: (any HTTPTransport)?

    init(environment: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        self.environment = environment
    }

    /// Runs a command line in the folder.
    func callAsFunction(_ arguments: String...) async -> Outcome {
        await run(arguments)
    }

    /// Runs a command line in the folder.
    func run(_ arguments: [String]) async -> Outcome {
        let output = TextLog()
        let errors = TextLog()
        var context = CommandContext(
            environment: environment, workingDirectory: folder.url.path,
            isTerminal: isTerminal, columns: 80,
            print: { output.append($0) }, complain: { errors.append($0) })
        // However slow the machine is, lines of progress are not among what a test compares.
        context.progressInterval = .never
        if let hubTransport { context.hubTransport = hubTransport }
        let status = await PersonaVectorsCommand.run(arguments, in: context)
        return Outcome(status: status, output: output.text, errors: errors.text)
    }

    /// Where a file of the folder lies.
    func path(_ name: String) -> String {
        folder.url.appending(path: name).path
    }

    /// Writes a file into the folder.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.url.appending(path: name))
    }
}

/// Text that comes in pieces, perhaps from several threads.
private final class TextLog: Sendable {
    private let log = Mutex("")

    var text: String { log.withLock { $0 } }

    func append(_ text: String) {
        log.withLock { $0 += text }
    }
}
