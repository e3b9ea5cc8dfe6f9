import CHalfPrecision

#if _endian(big)
#error("safetensors files are little endian; big-endian machines would need a byte swap here")
#endif

/// Converts stored elements to `Float`.
public enum TensorConversion {
    /// Converts the elements at `source`, which may lie at any address, to `target`.
    ///
    /// - Parameters:
    ///   - source: elements of `dtype`, little endian.
    ///   - dtype: F64, F32, F16 or BF16.
    ///   - target: has room for exactly as many floats as `source` has elements, else this traps.
    /// - Throws: ``SafetensorsError`` with code `unsupportedDType`; nothing is written then.
    /// - Complexity: O(`target.count`), vectorised; F16 uses the processor's instruction if it has it.
    public static func widen(
        _ source: UnsafeRawBufferPointer, dtype: TensorDType,
        to target: UnsafeMutableBufferPointer<Float>
    ) throws(SafetensorsError) {
        guard let width = dtype.convertibleWidth else {
            throw .unsupportedDType(dtype, tensor: nil, path: nil)
        }
        precondition(
            source.count == target.count * width, "source and target differ in count")
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        let count = target.count
        switch dtype {
        case .float64:
            for i in 0..<count {
                unsafe to[i] = Float(from.loadUnaligned(fromByteOffset: 8 * i, as: Double.self))
            }
        case .float16:
            unsafe pv_half_to_float(from, to, count)
        case .bfloat16:
            for i in 0..<count {
                let half = unsafe from.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)
                unsafe to[i] = Float(bitPattern: UInt32(half) << 16)
            }
        default:
            unsafe UnsafeMutableRawPointer(to).copyMemory(from: from, byteCount: 4 * count)
        }
    }
}
