#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is written beside its place and renamed into it, so that nobody meets half of it.
///
/// A class because it removes what was not committed when it goes away.
final class PendingFile {
    let path: String
    let temporaryPath: String
    private var isCommitted = false

    init(path: String) {
        self.path = path
        // Unique among the processes and tasks that may write the same file at once.
        let suffix = UInt64.random(in: .min ... .max)
        temporaryPath = "\(path).\(String(suffix, radix: 36)).tmp"
    }

    deinit {
        if !isCommitted { _ = unsafe unlink(temporaryPath) }
    }

    func commit() throws(ParquetError) {
        guard unsafe rename(temporaryPath, path) == 0 else {
            throw .unwritable(path, detail: unsafe String(cString: strerror(errno)))
        }
        isCommitted = true
    }
}
