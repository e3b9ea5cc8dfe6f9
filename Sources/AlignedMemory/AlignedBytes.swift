#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A fixed block of bytes that is filled once and then only read.
///
/// First touch of fresh 4 KiB pages costs more than the copy that fills them; on Linux a large
/// block is therefore 2 MiB-aligned and asks for huge pages. It is a class because it owns memory,
/// and `Sendable` because nobody can write to it once `init` has returned.
@safe
public final class AlignedBytes: @unchecked Sendable {
    /// The alignment of a large block, in bytes: one huge page of x86-64 and arm64 Linux.
    public static let alignment = 2 << 20

    /// The number of bytes.
    public let count: Int

    private let base: UnsafeMutableRawPointer

    /// Allocates `count` bytes and lets `body` fill them; what `body` leaves alone is undefined.
    ///
    /// - Parameters:
    ///   - count: the number of bytes; a negative count is a programmer's mistake and traps.
    ///   - body: receives the block; may fill disjoint parts of it from several threads, all of
    ///     which must be done when it returns.
    /// - Throws: what `body` throws; the memory is freed then.
    /// - Complexity: O(`count`) for the pages that are touched, nothing for the others.
    public init<E: Error>(
        count: Int,
        initializingWith body: (UnsafeMutableRawBufferPointer) throws(E) -> Void
    ) throws(E) {
        precondition(count >= 0, "AlignedBytes needs a count that is not negative")
        self.count = count
        // A small block gains nothing from a huge page and would waste most of one.
        let alignment = count < Self.alignment ? 64 : Self.alignment
        unsafe base = .allocate(byteCount: max(count, 1), alignment: alignment)
        #if os(Linux)
        if count >= Self.alignment {
            // Advice only: without huge pages the block works the same, more slowly.
            _ = unsafe madvise(base, count, MADV_HUGEPAGE)
        }
        #endif
        try unsafe body(UnsafeMutableRawBufferPointer(start: base, count: count))
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Calls `body` with the bytes; the buffer must not leave the closure.
    public func withUnsafeBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }
}
