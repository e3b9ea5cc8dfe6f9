internal import Synchronization

/// Writes and hashes the bytes of one file as they arrive.
///
/// A class because the transport calls it back; one call at a time, so the lock never waits.
final class BlobWriter: ResumableSink {
    private struct State: Sendable {
        var offset: Int
        var hasher: ContentHasher?
    }

    private let output: OpenFile
    private let metadata: FileMetadata
    private let file: HubFile
    private let progress: (@Sendable (TransferProgress) -> Void)?
    private let digest: ContentDigest?
    private let state: Mutex<State>

    /// Opens the part, and hashes what an earlier run left in it.
    init(
        path: String, metadata: FileMetadata, _ file: HubFile,
        _ progress: (@Sendable (TransferProgress) -> Void)?
    ) throws {
        output = try OpenFile(path, .update)
        digest = ContentDigest(etag: metadata.etag)
        self.metadata = metadata
        self.file = file
        self.progress = progress
        var start = try output.size()
        if start > metadata.size {
            try output.truncate(to: 0)
            start = 0
        }
        var hasher = digest?.hasher(size: metadata.size)
        try hasher?.update(output, in: 0..<start)
        state = Mutex(State(offset: start, hasher: hasher))
    }

    var wanted: Range<Int> { 0..<metadata.size }

    var position: Int { state.withLock { $0.offset } }

    /// Whether the bytes so far are all of the announced ones.
    var isRight: Bool {
        state.withLock { state in
            guard state.offset == metadata.size else { return false }
            guard let digest, let hasher = state.hasher else { return true }
            return hasher.hex() == digest.hex
        }
    }

    func check() throws {
        guard !isRight else { return }
        let found = state.withLock { $0.hasher?.hex() ?? "\($0.offset) bytes" }
        throw HubError.corrupted(
            HubSubject(file), found: "their digest is \(found)", expected: metadata.etag)
    }

    /// Waits until the bytes are on the disk.
    func synchronize() throws { try output.synchronize() }

    func restart() throws {
        try state.withLock { state in
            try output.truncate(to: 0)
            state = State(offset: 0, hasher: digest?.hasher(size: metadata.size))
        }
    }

    func begin(_ head: HTTPResponseHead) throws {
        let start = position
        if head.status == 206 {
            let range = head.headers["Content-Range"].flatMap { ContentRange($0) }
            guard range?.bytes.lowerBound == start, range?.total ?? metadata.size == metadata.size
            else {
                throw HubError.badAnswer("is another range than asked", subject: HubSubject(file))
            }
        } else if start > 0 {
            // The server sends everything again.
            try restart()
        }
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws {
        let offset = try state.withLock { state in
            guard state.offset + bytes.count <= metadata.size else {
                throw HubError.corrupted(
                    HubSubject(file), found: "there are more than announced",
                    expected: "\(metadata.size) bytes")
            }
            try output.write(bytes, at: state.offset)
            state.hasher?.update(bytes)
            state.offset += bytes.count
            return state.offset
        }
        progress?(
            TransferProgress(
                completedBytes: offset, totalBytes: metadata.size, path: file.path))
    }
}
