import CKernels
import PersonaExtraction
import Testing

/// Numbers from a small generator, so that every run tests the same ones.
struct Noise {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    /// Between -1 and 1.
    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(1 << 31)
    }

    mutating func values(_ count: Int) -> [Float] {
        (0..<count).map { _ in next() }
    }
}

/// Whether a kernel's number is as near to the true one as it should be.
func isNear(_ found: Float, _ expected: Double, within tolerance: Double) -> Bool {
    abs(Double(found) - expected) <= tolerance
}

/// Weights in one of the stored dtypes, at an odd address.
struct StoredWeights {
    let dtype: CInt
    /// What the bytes mean.
    let values: [Float]
    private let bytes: [UInt8]

    init(_ values: [Float], dtype: CInt) {
        self.dtype = dtype
        var bytes: [UInt8] = [0]
        var meant: [Float] = []
        for value in values {
            switch dtype {
            case CInt(PV_DTYPE_BF16):
                let half = UInt16(truncatingIfNeeded: value.bitPattern >> 16)
                withUnsafeBytes(of: half) { bytes += $0 }
                meant.append(Float(bitPattern: UInt32(half) << 16))
            case CInt(PV_DTYPE_F16):
                let half = Float16(value)
                withUnsafeBytes(of: half.bitPattern) { bytes += $0 }
                meant.append(Float(half))
            default:
                withUnsafeBytes(of: value) { bytes += $0 }
                meant.append(value)
            }
        }
        self.bytes = bytes
        self.values = meant
    }

    /// Calls `body` with the address of the first weight.
    func withBase(_ body: (UnsafeRawPointer?) -> Void) {
        bytes.withUnsafeBytes { body($0.baseAddress.map { $0 + 1 }) }
    }
}
