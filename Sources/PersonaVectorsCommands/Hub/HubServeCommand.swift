import ArgumentParser
import Dispatch
import Foundation
import HubServer
import PersonaVectors

/// Serves a Hub of one's own from a folder.
struct HubServeCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve dataset repositories from a folder, as the Hugging Face Hub does.",
        discussion: """
            Prints HF_ENDPOINT=… once it listens, and serves until it is interrupted or ended. \
            huggingface_hub, datasets and this program read and write it when that variable is \
            set. Without tokens everybody on this machine may do everything; an address that \
            other machines reach needs tokens. Those of --token show in the machine's list of \
            processes, those of --tokens-file do not. Large files come from a second port. Pull \
            requests are opened and read as refs/pr/N; there are no discussions, and nothing here \
            lists or merges them.

            Examples:
              persona-vectors hub serve --root ~/hub --port 8080
              persona-vectors hub serve --root ~/hub --host 0.0.0.0 --tokens-file ~/tokens
            """)

    @Option(help: ArgumentHelp("The folder of the repositories.", valueName: "folder"))
    var root: String

    @Option(help: ArgumentHelp("The port; 0 takes one that is free.", valueName: "number"))
    var port = 8080

    @Option(
        help: ArgumentHelp(
            "The port of the large files; 0 takes one that is free.", valueName: "number"))
    var storagePort = 0

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(
        help: ArgumentHelp(
            "The name or address that clients use (default: the one each of them came by).",
            valueName: "name"))
    var publicHost: String?

    @Option(
        name: .customLong("token"),
        help: ArgumentHelp(
            "An account and its token; may be given several times.", valueName: "name=token"))
    var tokens: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file with further accounts, name:token in each line.", valueName: "file"),
        completion: .file())
    var tokensFile: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        for (option, port) in [("--port", port), ("--storage-port", storagePort)]
        where !(0...65_535).contains(port) {
            throw ValidationError("'\(option) \(port)' is no port: choose one from 0 to 65535.")
        }
        if let publicHost, publicHost.wholeMatch(of: /[A-Za-z0-9._:-]{1,255}/) == nil {
            throw ValidationError(
                "'--public-host' must be a name or an address without port, such as hub.lab.")
        }
        var accounts = HubAccounts()
        for token in tokens where !accounts.add(option: token) {
            // The value is not quoted: it may well be the token, its name forgotten.
            throw ValidationError(
                "A value of '--token' is no account: a name and a token of its own are needed, such"
                    + " as ada=hf_secret.")
        }
    }

    private func configuration(_ context: CommandContext) throws -> HubServerConfiguration {
        var accounts = HubAccounts()
        for token in tokens { _ = accounts.add(option: token) }
        if let tokensFile { try accounts.add(file: tokensFile, at: context.url(tokensFile)) }
        var configuration = HubServerConfiguration(
            root: context.url(root), port: port, accounts: accounts.byToken)
        configuration.host = host
        configuration.storagePort = storagePort
        configuration.publicHost = publicHost
        return configuration
    }

    private func announce(_ endpoint: String, _ context: CommandContext) {
        guard output.format == .table, !output.quiet else {
            output.render(
                CommandResult(
                    tables: [], json: .object(["endpoint": .string(endpoint)]),
                    identifiers: [endpoint]))
            return
        }
        context.print("HF_ENDPOINT=\(endpoint)\n")
    }

    func run() async throws {
        let context = CommandContext.current
        let server = HubServer(try configuration(context))
        let serving = Task {
            try await server.run { endpoint in announce(endpoint, context) }
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
