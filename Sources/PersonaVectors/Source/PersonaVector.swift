public import Safetensors

/// One persona's vector: `layerCount` × `hiddenSize` values in the dtype they are stored in.
///
/// A loaded vector is a view of its file until somebody asks for values. Row `i` is the output of
/// decoder block `i`; there is no row for the embeddings.
public struct PersonaVector: Sendable {
    private enum Storage: Sendable {
        case floats([Float])
        case bytes([UInt8])
        case file(TensorView)
    }

    /// The number of layers.
    public let layerCount: Int

    /// The features of one layer.
    public let hiddenSize: Int

    /// The dtype of the stored values.
    public let dtype: TensorDType

    /// What the file says of the vector's origin; empty for vectors of the original, which
    /// records none.
    public let provenance: VectorProvenance?

    private let storage: Storage

    /// A vector of `Float` values, row after row.
    ///
    /// - Throws: ``ArtifactError`` with code `invalidShape` when a count is below 1 or the number
    ///   of values is not `layerCount` × `hiddenSize`.
    public init(floats: [Float], layerCount: Int, hiddenSize: Int) throws {
        let (product, overflow) = layerCount.multipliedReportingOverflow(by: hiddenSize)
        guard layerCount > 0, hiddenSize > 0, !overflow, product == floats.count else {
            throw ArtifactError.wrongValueCount(
                found: floats.count, layerCount: layerCount, hiddenSize: hiddenSize)
        }
        self.layerCount = layerCount
        self.hiddenSize = hiddenSize
        dtype = .float32
        provenance = nil
        storage = .floats(floats)
    }

    /// A vector of rows of equal length, one a layer.
    ///
    /// - Throws: ``ArtifactError`` with code `invalidShape` when there are no rows, empty rows or
    ///   rows of different length.
    public init(layers: [[Float]]) throws {
        let floats = Array(layers.joined())
        let hiddenSize = layers.first?.count ?? 0
        guard layers.allSatisfy({ $0.count == hiddenSize }) else {
            throw ArtifactError.wrongValueCount(
                found: floats.count, layerCount: layers.count, hiddenSize: hiddenSize)
        }
        try self.init(floats: floats, layerCount: layers.count, hiddenSize: hiddenSize)
    }

    /// A vector of any dtype from its little-endian bytes, row after row.
    ///
    /// - Throws: ``ArtifactError`` with code `invalidShape` when the bytes are not those of
    ///   `layerCount` × `hiddenSize` values of the dtype.
    public init(bytes: [UInt8], dtype: TensorDType, layerCount: Int, hiddenSize: Int) throws {
        let (count, overflow) = layerCount.multipliedReportingOverflow(by: hiddenSize)
        let bits = count.multipliedReportingOverflow(by: dtype.bitWidth ?? 0)
        guard layerCount > 0, hiddenSize > 0, !overflow, !bits.overflow,
            bits.partialValue == bytes.count * 8
        else {
            throw ArtifactError.wrongValueCount(
                found: bytes.count * 8 / max(dtype.bitWidth ?? 8, 1), layerCount: layerCount,
                hiddenSize: hiddenSize)
        }
        self.layerCount = layerCount
        self.hiddenSize = hiddenSize
        self.dtype = dtype
        provenance = nil
        storage = .bytes(bytes)
    }

    /// A vector that is a tensor of a file; the tensor must be two-dimensional.
    init(tensor: TensorView, provenance: VectorProvenance) {
        layerCount = tensor.shape[0]
        hiddenSize = tensor.shape[1]
        dtype = tensor.dtype
        self.provenance = provenance
        storage = .file(tensor)
    }

    /// All values, row after row, widened to `Float` (F64 is rounded).
    ///
    /// - Throws: ``ArtifactError`` with code `unsupportedDType` for a dtype other than F64, F32,
    ///   F16 and BF16, `ioFailed` when the file cannot be read any more.
    /// - Complexity: O(values).
    public func floats() throws -> [Float] {
        try floats(elements: 0..<layerCount * hiddenSize)
    }

    /// The values of one layer, `hiddenSize` of them; only their bytes are read.
    ///
    /// - Parameter index: the layer.
    /// - Returns: the row, widened to `Float`.
    /// - Throws: ``ArtifactError`` with code `layerOutOfRange`, and as ``floats()`` does.
    public func layer(_ index: Int) throws -> [Float] {
        guard index >= 0, index < layerCount else {
            throw ArtifactError.layerOutOfRange(index, count: layerCount, id: nil)
        }
        return try floats(elements: index * hiddenSize..<(index + 1) * hiddenSize)
    }

    private func floats(elements: Range<Int>) throws -> [Float] {
        switch storage {
        case .floats(let values):
            return Array(values[elements])
        case .bytes(let bytes):
            let width = (dtype.bitWidth ?? 0) / 8
            return try Self.filled(count: elements.count) { target throws(SafetensorsError) in
                try bytes.withUnsafeBufferPointer { source throws(SafetensorsError) in
                    let part = elements.lowerBound * width..<elements.upperBound * width
                    try TensorConversion.widen(
                        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(source)[part]),
                        dtype: dtype, to: target)
                }
            }
        case .file(let tensor):
            return try Self.filled(count: elements.count) { target throws(SafetensorsError) in
                try tensor.copyFloats(elements: elements, to: target)
            }
        }
    }

    private static func filled(
        count: Int,
        by body: (UnsafeMutableBufferPointer<Float>) throws(SafetensorsError) -> Void
    ) throws(ArtifactError) -> [Float] {
        var failure: SafetensorsError?
        let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            do throws(SafetensorsError) {
                try body(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
                initialized = count
            } catch {
                failure = error
            }
        }
        if let failure { throw .tensorUnreadable(failure) }
        return values
    }

    /// The bytes as they are stored, little-endian, row after row.
    ///
    /// - Throws: ``ArtifactError`` with code `ioFailed` when the file cannot be read any more.
    /// - Complexity: O(bytes).
    public func storedBytes() throws(ArtifactError) -> [UInt8] {
        switch storage {
        case .floats(let values):
            return values.withUnsafeBytes { Array($0) }
        case .bytes(let bytes):
            return bytes
        case .file(let tensor):
            do throws(SafetensorsError) {
                return try tensor.bytes()
            } catch {
                throw .tensorUnreadable(error)
            }
        }
    }

    /// The vector as the tensor of a file.
    func tensorToWrite(named name: String) throws(ArtifactError) -> TensorToWrite {
        let shape = [layerCount, hiddenSize]
        if case .floats(let values) = storage {
            return TensorToWrite(name: name, shape: shape, floats: values)
        }
        return TensorToWrite(name: name, dtype: dtype, shape: shape, bytes: try storedBytes())
    }
}
