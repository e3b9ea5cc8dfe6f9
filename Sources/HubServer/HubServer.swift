internal import Foundation
internal import HuggingFaceHub
internal import Hummingbird
internal import Logging
internal import NIOCore

/// A Hugging Face Hub for datasets, in a folder of this machine.
///
/// It serves what `huggingface_hub`, `datasets` and ``/HuggingFaceHub/HubClient`` need to create,
/// list, read and write dataset repositories: for groups without the internet, for the demo, and
/// for tests. Large files go over a second address with signed URLs, as on the Hub.
///
/// ```swift
/// let server = HubServer(HubServerConfiguration(root: folder, port: 8080))
/// try await server.run { endpoint in print("HF_ENDPOINT=\(endpoint)") }
/// ```
public struct HubServer: Sendable {
    /// The settings.
    public let configuration: HubServerConfiguration
    /// What the server was asked.
    public let log = HubServerLog()
    /// What goes wrong on purpose, in tests.
    package let faults = HubFaults()

    /// A server that does not run yet.
    public init(_ configuration: HubServerConfiguration) {
        self.configuration = configuration
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter onStart: called once, when both addresses are listened on, with the address of
    ///   the Hub: what clients take as `HF_ENDPOINT`.
    /// - Throws: ``HubServerError`` when it cannot start.
    public func run(onStart: @escaping @Sendable (String) async -> Void) async throws {
        guard isLoopback || !configuration.accounts.isEmpty else {
            throw HubServerError.openToTheNetwork(configuration.host)
        }
        let lock = try openRoot()
        guard lock.tryLock() != .busy else {
            throw HubServerError.rootInUse(configuration.root.path)
        }
        defer { withExtendedLifetime(lock) {} }
        try await serve(onStart)
    }

    private func openRoot() throws -> OpenFile {
        do {
            try FileSystem.createFolder(configuration.root.path)
            return try OpenFile("\(configuration.root.path)/.lock", .update)
        } catch {
            throw HubServerError.rootUnusable(error)
        }
    }

    /// Serves while `body` runs.
    ///
    /// - Parameter body: receives the address of the Hub.
    /// - Returns: what `body` returns.
    /// - Throws: ``HubServerError`` when the server cannot start, and what `body` throws.
    public func whileRunning<R: Sendable>(
        _ body: @escaping @Sendable (String) async throws -> R
    ) async throws -> R {
        let (starts, started) = AsyncStream.makeStream(of: String.self)
        return try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask {
                try await run { started.yield($0) }
                return nil
            }
            group.addTask {
                for await endpoint in starts { return try await body(endpoint) }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    private var isLoopback: Bool {
        ["127.0.0.1", "::1", "localhost"].contains(configuration.host)
    }

    /// The storage address has to be known before the Hub can answer, so it is started first.
    private func serve(_ onStart: @escaping @Sendable (String) async -> Void) async throws {
        let store = RepositoryStore(
            root: configuration.root.path, isDurable: configuration.isDurable)
        try store.objects.discardUnfinished()
        let addresses = SignedAddresses()
        let storage = StorageService(objects: store.objects, addresses: addresses)
        let storageResponder = HubResponder(
            isStorage: true, route: storage.answer, addresses: addresses, faults: faults,
            log: log)
        try await listen(configuration.storagePort, storageResponder) { storagePort in
            let late = LatePort(configuration.port)
            let responder = HubResponder(
                isStorage: false,
                route: { request in
                    let address = address(port: await late.value, storagePort: storagePort)
                    let endpoints = address.endpoints(host: request.host)
                    let service = HubService(
                        configuration: configuration, store: store, addresses: addresses,
                        endpoint: endpoints.hub, storageEndpoint: endpoints.storage)
                    return try await service.answer(request)
                }, addresses: addresses, faults: faults, log: log)
            try await listen(configuration.port, responder) { port in
                await late.set(port)
                let address = address(port: port, storagePort: storagePort)
                await onStart(address.endpoints(host: nil).hub)
            }
        }
    }

    private func address(port: Int, storagePort: Int) -> PublicAddress {
        // All addresses of the machine are none that a client could ask.
        let isAny = ["0.0.0.0", "::"].contains(configuration.host)
        return PublicAddress(
            name: configuration.publicHost,
            bound: isAny ? ProcessInfo.processInfo.hostName : configuration.host, port: port,
            storagePort: storagePort)
    }

    /// Listens on a port and, once that works, runs `body` beside.
    private func listen(
        _ port: Int, _ responder: HubResponder,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port)),
            onServerRunning: { channel in
                started.yield(channel.localAddress?.port ?? port)
                started.finish()
            },
            logger: Logger(label: "HubServer") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await application.run()
                } catch {
                    started.finish()
                    guard !Task.isCancelled else { return }
                    // NIO's own description is meant for its developers.
                    let reason = (error as? IOError).map { FileSystem.message(of: $0.errnoCode) }
                    throw HubServerError.cannotListen(
                        configuration.host, port, error, reason: reason ?? "\(error)")
                }
            }
            group.addTask {
                for await bound in ports { try await body(bound) }
            }
            defer { group.cancelAll() }
            // Not waitForAll, which would wait for a server that runs on after the other failed.
            for try await _ in group {}
        }
    }
}

/// A port that is known only once it is listened on. An actor because the first requests may come
/// before that.
private actor LatePort {
    private(set) var value: Int

    init(_ value: Int) {
        self.value = value
    }

    func set(_ value: Int) {
        self.value = value
    }
}
