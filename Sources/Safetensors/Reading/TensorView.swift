/// One tensor of a file, read when it is asked for.
///
/// The view keeps the file's bytes reachable after the ``SafetensorsFile`` is gone.
public struct TensorView: Sendable {
    /// Name, dtype, shape and place.
    public let info: TensorInfo

    let dataStart: Int
    let source: ByteSource
    let path: String

    init(info: TensorInfo, dataStart: Int, source: ByteSource, path: String) {
        self.info = info
        self.dataStart = dataStart
        self.source = source
        self.path = path
    }

    /// The element type.
    public var dtype: TensorDType { info.dtype }
    /// The sizes of the dimensions, outermost first.
    public var shape: [Int] { info.shape }

    /// Where the tensor lies, counted from the start of the file.
    private var byteRange: Range<Int> {
        info.byteRange.lowerBound + dataStart..<info.byteRange.upperBound + dataStart
    }

    /// Calls `body` with the stored bytes of the whole tensor, at any alignment.
    ///
    /// - Parameter body: receives the bytes, which must not leave it.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws; with ``FileAccess/pread`` also ``SafetensorsError`` with code
    ///   `ioFailed` or `fileChanged`.
    /// - Complexity: O(1) for a mapped file; else the whole tensor is read into memory first.
    public func withBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws -> R {
        let result = try unsafe source.withBytes(in: byteRange) { bytes -> Result<R, E> in
            do throws(E) {
                return .success(try unsafe body(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// A copy of the stored bytes of the whole tensor.
    ///
    /// - Throws: as ``withBytes(_:)``.
    public func bytes() throws(SafetensorsError) -> [UInt8] {
        try unsafe source.withBytes(in: byteRange) { bytes in unsafe [UInt8](bytes) }
    }
}
