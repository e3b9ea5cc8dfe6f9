/// Floats of a fixed number that kernels read and write.
///
/// A class because it owns memory. `Sendable` without a check by the compiler: the engine gives
/// every thread rows of its own, and reads what another thread wrote only after the loop that wrote
/// it has ended.
final class FloatBuffer: @unchecked Sendable {
    let count: Int
    let base: UnsafeMutablePointer<Float>

    /// Floats whose values are undefined.
    init(count: Int) {
        self.count = count
        // A cache line, so that the vectors of a row do not straddle two.
        base =
            UnsafeMutableRawPointer
            .allocate(byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
            .bindMemory(to: Float.self, capacity: max(count, 1))
    }

    convenience init(copying values: [Float]) {
        self.init(count: values.count)
        values.withUnsafeBufferPointer { source in
            guard let first = source.baseAddress else { return }
            base.initialize(from: first, count: values.count)
        }
    }

    deinit {
        base.deallocate()
    }

    func values(_ range: Range<Int>) -> [Float] {
        Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }
}

/// Room for the rounded input of products, under the rules of ``FloatBuffer``.
final class HalfBuffer: @unchecked Sendable {
    let base: UnsafeMutablePointer<UInt16>

    init(count: Int) {
        base =
            UnsafeMutableRawPointer
            .allocate(byteCount: max(count, 1) * MemoryLayout<UInt16>.stride, alignment: 64)
            .bindMemory(to: UInt16.self, capacity: max(count, 1))
    }

    deinit {
        base.deallocate()
    }
}
