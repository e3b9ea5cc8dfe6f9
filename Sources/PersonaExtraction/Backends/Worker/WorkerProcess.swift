import Foundation
import PersonaVectors

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A running Python worker and the socket to it; a class because it owns both.
///
/// `Sendable` without a check by the compiler: ``WorkerBackend`` uses it on one queue only.
final class WorkerProcess: @unchecked Sendable {
    private let process = Process()
    private let python: String
    // A socket and not a pipe: writing to one whose reader has died is an error, not a signal.
    private let socket: CInt
    private let complaints: URL
    private var received: [UInt8] = []

    /// Starts Python; its first answer is not read yet.
    ///
    /// - Throws: ``ExtractionError`` with code `workerFailed`.
    init(python: String, arguments: [String]) throws {
        self.python = python
        complaints = FileManager.default.temporaryDirectory.appending(
            path: "persona-vectors-worker-\(UUID().uuidString).log")
        _ = FileManager.default.createFile(atPath: complaints.path, contents: nil)
        let errors = try FileHandle(forWritingTo: complaints)
        let (ours, theirs) = try Self.socketPair(python: python)
        socket = ours
        let end = FileHandle(fileDescriptor: theirs, closeOnDealloc: true)
        // A name without a folder is looked for as a shell would.
        let isName = !python.contains("/")
        process.executableURL = URL(filePath: isName ? "/usr/bin/env" : python)
        process.arguments = (isName ? [python] : []) + arguments
        process.standardInput = end
        process.standardOutput = end
        process.standardError = errors
        do {
            try process.run()
        } catch {
            throw ExtractionError.workerNotStarted(python, error)
        }
        // The worker has its own copy now; while ours is open, its end would go unnoticed.
        try? end.close()
    }

    deinit {
        close(socket)
        // It keeps nothing that could be lost, and may be in the middle of a long pass.
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: complaints)
    }

    /// Two connected sockets, the first of which no child inherits.
    private static func socketPair(python: String) throws -> (ours: CInt, theirs: CInt) {
        var ends: [CInt] = [0, 0]
        #if os(Linux)
        // At once, not by fcntl: a process started by another thread in between would inherit the
        // ends, and the worker's death would not be noticed while it lives.
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        #else
        let kind = SOCK_STREAM
        #endif
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw ExtractionError.workerNotStarted(
                python, POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
        }
        #if canImport(Darwin)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var on: CInt = 1
        _ = setsockopt(
            ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<CInt>.size))
        #endif
        return (ends[0], ends[1])
    }

    /// Asks and waits for the answer.
    func ask(_ question: Data) throws -> WorkerAnswer {
        try send(Array(question) + [UInt8(ascii: "\n")])
        return try answer()
    }

    /// The next answer.
    ///
    /// - Throws: ``ExtractionError`` with code `workerFailed` for an end, a complaint or nonsense.
    func answer() throws -> WorkerAnswer {
        var end = received.firstIndex(of: UInt8(ascii: "\n"))
        while end == nil {
            try receive()
            end = received.firstIndex(of: UInt8(ascii: "\n"))
        }
        let line = Array(received[..<(end ?? 0)])
        received.removeFirst(line.count + 1)
        guard let facts = try? JSONValue(parsing: line).objectValue,
            let count = facts["bytes"]?.integerValue, count >= 0
        else {
            throw ExtractionError.workerAnswer(python, reason: "a line that is not an answer")
        }
        if let complaint = facts["error"]?.stringValue {
            throw ExtractionError.workerComplaint(python, complaint)
        }
        while received.count < count { try receive() }
        let payload = Array(received[..<count])
        received.removeFirst(count)
        return WorkerAnswer(facts: facts, payload: payload, python: python)
    }

    private func send(_ bytes: [UInt8]) throws {
        #if canImport(Darwin)
        let flags: CInt = 0
        #else
        let flags = CInt(MSG_NOSIGNAL)
        #endif
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                systemSend(socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, flags)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ended() }
            sent += count
        }
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var count: Int
        repeat {
            count = recv(socket, &buffer, buffer.count, 0)
        } while count < 0 && errno == EINTR
        guard count > 0 else { throw ended() }
        received += buffer[..<count]
    }

    /// What to say when the worker is gone: the last line that it wrote is the reason.
    private func ended() -> ExtractionError {
        let log = (try? String(contentsOf: complaints, encoding: .utf8)) ?? ""
        let last = log.split(separator: "\n").last.map { String($0) } ?? ""
        return .workerEnded(python, complaint: last)
    }
}

private func systemSend(
    _ socket: CInt, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: CInt
) -> Int {
    send(socket, bytes, count, flags)
}
