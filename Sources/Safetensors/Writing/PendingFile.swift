#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is written beside its place and not yet moved there.
package struct PendingFile: Sendable {
    /// Where the bytes are.
    package let temporaryPath: String

    /// Where they shall be.
    package let path: String

    /// Moves the file to its place, atomically; what was there is replaced.
    ///
    /// - Throws: ``SafetensorsError`` with code `ioFailed`; the file is still beside its place then.
    package func commit() throws(SafetensorsError) {
        guard unsafe rename(temporaryPath, path) == 0 else {
            throw .cannotWrite(path, errorNumber: errno)
        }
    }

    /// Moves the file to its place and flushes its folder as `durability` asks; removes it when it
    /// cannot be moved.
    ///
    /// - Throws: ``SafetensorsError`` with code `ioFailed`.
    package func publish(durability: Durability) throws(SafetensorsError) {
        do {
            try commit()
        } catch {
            discard()
            throw error
        }
        if durability == .full { try AtomicFile.syncFolder(ofFile: path) }
    }

    /// Removes the file; one that was moved to its place stays there.
    package func discard() {
        unsafe unlink(temporaryPath)
    }
}
