/// An advisory lock that other programs respect: `flock` on a file that stays.
struct FileLock {
    /// Whether the lock is held; on a file system without locks it is not, and correctness then
    /// comes from unique names and renaming.
    let isHeld: Bool
    private let file: OpenFile

    /// Waits for the lock without blocking a thread.
    ///
    /// - Throws: `CancellationError` while waiting, ``HubError`` when the file cannot be made.
    init(path: String, clock: any HubClock) async throws {
        file = try OpenFile(path, .update)
        while true {
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
    }
}
