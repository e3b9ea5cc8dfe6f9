#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A fixed block of `Float` in 2 MiB-aligned memory, for tensors that are filled once and then read.
///
/// First touch of fresh 4 KiB pages costs more than the copy that fills them; on Linux the block
/// therefore asks for huge pages. It is a class because it owns memory, and `Sendable` because
/// nobody can write to it once `init` has returned.
@safe
public final class AlignedFloats: @unchecked Sendable {
    /// The alignment of the first element, in bytes: one huge page of x86-64 and arm64 Linux.
    public static let alignment = 2 << 20

    /// The number of `Float` elements.
    public let count: Int

    private let base: UnsafeMutableRawPointer

    /// Allocates `count` floats and lets `body` fill them; what `body` leaves alone is undefined.
    ///
    /// - Parameters:
    ///   - count: the number of elements; a negative count is a programmer's mistake and traps.
    ///   - body: receives the block; may fill disjoint parts of it from several threads, all of
    ///     which must be done when it returns.
    /// - Throws: what `body` throws; the memory is freed then.
    /// - Complexity: O(`count`) for the pages that are touched, nothing for the others.
    public init<E: Error>(
        count: Int,
        initializingWith body: (UnsafeMutableBufferPointer<Float>) throws(E) -> Void
    ) throws(E) {
        precondition(count >= 0, "AlignedFloats needs a count that is not negative")
        let byteCount = Swift.max(count * MemoryLayout<Float>.stride, 1)
        self.count = count
        // A small block gains nothing from a huge page and would waste most of one.
        let alignment = byteCount < Self.alignment ? 64 : Self.alignment
        unsafe base = .allocate(byteCount: byteCount, alignment: alignment)
        #if os(Linux)
        if byteCount >= Self.alignment {
            // Advice only: without huge pages the block works the same, more slowly.
            _ = unsafe madvise(base, byteCount, MADV_HUGEPAGE)
        }
        #endif
        let floats = unsafe base.bindMemory(to: Float.self, capacity: count)
        try unsafe body(UnsafeMutableBufferPointer(start: floats, count: count))
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Calls `body` with the elements; the buffer must not leave the closure.
    public func withUnsafeBufferPointer<R, E: Error>(
        _ body: (UnsafeBufferPointer<Float>) throws(E) -> R
    ) throws(E) -> R {
        let floats = unsafe base.assumingMemoryBound(to: Float.self)
        return try unsafe body(UnsafeBufferPointer(start: floats, count: count))
    }

    /// The element at `index`; an index outside `0 ..< count` traps.
    public subscript(index: Int) -> Float {
        precondition(index >= 0 && index < count, "index out of the block's range")
        return unsafe base.load(fromByteOffset: index * MemoryLayout<Float>.stride, as: Float.self)
    }

    /// A copy of a part of the block; a range outside `0 ..< count` traps.
    public subscript(range: Range<Int>) -> [Float] {
        unsafe withUnsafeBufferPointer { unsafe Array($0[range]) }
    }
}
