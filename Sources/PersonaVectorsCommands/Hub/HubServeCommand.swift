import ArgumentParser
import Dispatch
import Foundation
import HubServer

/// Serves a Hub of one's own from a folder.
struct HubServeCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve dataset repositories from a folder, as the Hugging Face Hub does.",
        discussion: """
            Prints HF_ENDPOINT=… once it listens, and serves until it is interrupted or ended. \
            huggingface_hub, datasets and this program read and write it when that variable is \
            set. Without tokens everybody on this machine may do everything; an address that \
            other machines reach needs tokens.

            Examples:
              persona-vectors hub serve --root ~/hub --port 8080
              persona-vectors hub serve --root ~/hub --token ada=hf_secret --token bob=hf_other
            """)

    @Option(help: ArgumentHelp("The folder of the repositories.", valueName: "folder"))
    var root: String

    @Option(help: ArgumentHelp("The port; 0 takes one that is free.", valueName: "number"))
    var port = 8080

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(
        name: .customLong("token"),
        help: ArgumentHelp(
            "An account and its token; may be given several times.", valueName: "name=token"))
    var tokens: [String] = []

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("'--port \(port)' is no port: choose one from 0 to 65535.")
        }
        for token in tokens where Self.account(token) == nil {
            throw ValidationError(
                "'--token \(token)' must be a name and a token, such as ada=hf_secret.")
        }
    }

    private static func account(_ text: String) -> (token: String, account: HubAccount)? {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[0].contains("/") else { return nil }
        return (parts[1], HubAccount(name: parts[0]))
    }

    func run() async throws {
        let context = CommandContext.current
        var configuration = HubServerConfiguration(
            root: context.url(root), port: port,
            accounts: Dictionary(
                tokens.compactMap(Self.account).map { ($0.token, $0.account) },
                uniquingKeysWith: { $1 }))
        configuration.host = host
        let server = HubServer(configuration)
        let serving = Task {
            try await server.run { endpoint in context.print("HF_ENDPOINT=\(endpoint)\n") }
        }
        let signals = TerminationSignals { serving.cancel() }
        defer { signals.stop() }
        do {
            try await serving.value
        } catch is CancellationError {
            // Asked to end: what was committed is on disk.
        }
    }
}

/// Calls a handler when the process is interrupted or asked to end, instead of ending it.
private struct TerminationSignals {
    private let sources: [any DispatchSourceSignal]

    init(_ handler: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler(handler: handler)
            source.resume()
            return source
        }
    }

    func stop() {
        for source in sources { source.cancel() }
    }
}
