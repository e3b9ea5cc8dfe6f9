/// An advisory lock that other programs respect: `flock` on a file that stays.
struct FileLock {
    /// Whether the lock is held; where there can be none it is not, and correctness then comes from
    /// unique names and renaming.
    let isHeld: Bool
    private let file: OpenFile?

    /// Waits for the lock without blocking a thread.
    ///
    /// A file that cannot be made or opened, as one of another user, is no error: the lock is then
    /// not held.
    ///
    /// - Throws: `CancellationError` while waiting.
    init(path: String, clock: any HubClock) async throws {
        file = Self.open(path)
        while let file {
            switch file.tryLock() {
            case .locked:
                isHeld = true
                return
            case .unsupported:
                isHeld = false
                return
            case .busy:
                try Task.checkCancellation()
                try await clock.sleep(for: .milliseconds(50))
            }
        }
        isHeld = false
    }

    private static func open(_ path: String) -> OpenFile? {
        // A lock is best effort, so why one cannot be had is of no interest.
        if let file = try? OpenFile(path, .update) {
            // As `filelock` makes them, so that every member of a group can lock.
            file.setPermissions(0o664)
            return file
        }
        // Reading is enough to lock.
        return try? OpenFile(path, .read)
    }
}
