/// A fixed block of `Float` for tensors that are filled once and then read: large blocks lie in
/// 2 MiB-aligned memory, see ``AlignedBytes``.
@safe
public final class AlignedFloats: Sendable {
    /// The number of `Float` elements.
    public let count: Int

    private let bytes: AlignedBytes

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
        self.count = count
        bytes = try unsafe AlignedBytes(count: count * MemoryLayout<Float>.stride) {
            raw throws(E) in
            try unsafe body(raw.bindMemory(to: Float.self))
        }
    }

    /// Calls `body` with the elements; the buffer must not leave the closure.
    public func withUnsafeBufferPointer<R, E: Error>(
        _ body: (UnsafeBufferPointer<Float>) throws(E) -> R
    ) throws(E) -> R {
        try unsafe bytes.withUnsafeBytes { raw throws(E) in
            // The one binding was made in `init`, so the type is already `Float`.
            try unsafe body(raw.assumingMemoryBound(to: Float.self))
        }
    }

    /// The element at `index`; an index outside `0 ..< count` traps.
    public subscript(index: Int) -> Float {
        precondition(index >= 0 && index < count, "index out of the block's range")
        return unsafe withUnsafeBufferPointer { unsafe $0[index] }
    }

    /// A copy of a part of the block; a range outside `0 ..< count` traps.
    public subscript(range: Range<Int>) -> [Float] {
        unsafe withUnsafeBufferPointer { unsafe Array($0[range]) }
    }
}
