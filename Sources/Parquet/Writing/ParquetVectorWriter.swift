import CParquet

/// Writes a vector dataset, row by row, in the schema that `datasets` gives the Python original's
/// rows: `persona_id`, `name`, `sample_ids` and `vector` as an `Array2D`.
///
/// The same rows and options give the same bytes. The file appears under its name only when
/// ``finish()`` returns; until then, and after an error, nothing of that name is touched. Memory
/// stays within one row group and a page.
///
/// A class because it owns a file that is being written; use it from one task at a time.
@safe
public final class ParquetVectorWriter {
    /// How the values are stored.
    public enum Compression: Sendable {
        /// Plain values: the fastest to read, and any part of a vector can be fetched by itself.
        case none
        /// BYTE_STREAM_SPLIT and Zstandard at level 1: a seventh smaller for float32 activations,
        /// a half to two thirds for values that came from bfloat16.
        case zstd
    }

    /// The layout of the file.
    public struct Options: Sendable {
        /// How the values are stored.
        public var compression = Compression.none

        /// The rows of a row group, which are held in memory; what is below 1 counts as 1.
        public var rowsPerGroup = 100

        /// Plain values in row groups of 100.
        public init() {}
    }

    /// What was written.
    public struct Summary: Sendable, Hashable {
        /// The rows of the file.
        public let rowCount: Int

        /// The size of the file.
        public let byteCount: Int

        /// The size of the same rows in Arrow's memory layout: `num_bytes` in a dataset card.
        public let arrowByteCount: Int
    }

    private let shape: ParquetVectorShape
    private let file: PendingFile
    private var writer: OpaquePointer?
    private var sizes: ArrowSizes
    private var text: [UInt8] = []
    private var lengths: [UInt32] = []

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - path: where the file will be; its folder must exist. A file that is there is replaced.
    ///   - shape: the shape of every vector.
    ///   - options: the layout.
    /// - Throws: ``ParquetError`` with code `inputOutput`, or `arrowUnavailable` in a build without
    ///   Arrow.
    public init(
        path: String, shape: ParquetVectorShape, options: Options = Options()
    ) throws(ParquetError) {
        self.shape = shape
        file = PendingFile(path: path)
        sizes = ArrowSizes(shape: shape)
        do throws(ArrowFailure) {
            unsafe writer = try Self.open(file.temporaryPath, shape: shape, options: options)
        } catch {
            throw .writing(error, path: path)
        }
    }

    deinit {
        unsafe pvpq_vector_writer_free(writer)
    }

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - personaID: the persona's id.
    ///   - name: its name; nil becomes a null.
    ///   - sampleIDs: the ids of the samples; nil becomes a null.
    ///   - vector: `shape.count` values, layer after layer. NaN is not an error.
    /// - Throws: ``ParquetError`` with code `wrongShape`, or `inputOutput` when the disk is full;
    ///   after the latter the writer is of no more use.
    /// - Complexity: O(values); every `rowsPerGroup` rows the group is written out.
    public func append(
        personaID: String, name: String?, sampleIDs: [String]?, vector: Span<Float>
    ) throws(ParquetError) {
        guard vector.count == shape.count else {
            throw .shapeOfNewVector(vector.count, row: sizes.rowCount, shape: shape)
        }
        text.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        add(personaID)
        add(name ?? "")
        for sample in sampleIDs ?? [] { add(sample) }
        let row = ArrowSizes.Row(
            textByteCount: text.count, sampleCount: sampleIDs?.count ?? 0, hasName: name != nil,
            hasSamples: sampleIDs != nil)
        do throws(ArrowFailure) {
            try append(row, vector: vector)
        } catch {
            throw .writing(error, path: file.path)
        }
        sizes.add(row)
    }

    /// Completes the file and gives it its name.
    ///
    /// Does not wait until the disk has the bytes; publishing reads them back at once.
    ///
    /// - Returns: what was written; without rows the file holds the schema only.
    /// - Throws: ``ParquetError`` with code `inputOutput`; nothing of the name is touched then.
    public func finish() throws(ParquetError) -> Summary {
        var byteCount: Int64 = 0
        do throws(ArrowFailure) {
            try unsafe callArrow { unsafe pvpq_vector_writer_close(writer, &byteCount, $0) }
        } catch {
            throw .writing(error, path: file.path)
        }
        try file.commit()
        return Summary(
            rowCount: sizes.rowCount, byteCount: Int(byteCount),
            arrowByteCount: sizes.byteCount)
    }

    private func add(_ string: String) {
        let start = text.count
        text.append(contentsOf: string.utf8)
        lengths.append(UInt32(text.count - start))
    }

    private func append(_ row: ArrowSizes.Row, vector: Span<Float>) throws(ArrowFailure) {
        try unsafe vector.withUnsafeBufferPointer { (values) throws(ArrowFailure) in
            try unsafe callArrow { error in
                unsafe text.withUnsafeBufferPointer { text in
                    unsafe lengths.withUnsafeBufferPointer { lengths in
                        var row = unsafe pvpq_row_text(
                            text: text.baseAddress, lengths: lengths.baseAddress,
                            sample_count: Int32(row.sampleCount), has_name: row.hasName,
                            has_samples: row.hasSamples)
                        return unsafe pvpq_vector_writer_append(
                            writer, &row, values.baseAddress, error)
                    }
                }
            }
        }
    }

    private static func open(
        _ path: String, shape: ParquetVectorShape, options: Options
    ) throws(ArrowFailure) -> OpaquePointer? {
        var writer: OpaquePointer?
        try unsafe callArrow { error in
            unsafe path.withCString { path in
                unsafe DatasetMetadata.features(shape).withCString { features in
                    unsafe DatasetMetadata.arrayType(shape).withCString { arrayType in
                        var options = unsafe pvpq_vector_options(
                            path: path, features: features, extension_metadata: arrayType,
                            layer_count: Int64(shape.layerCount),
                            hidden_size: Int64(shape.hiddenSize),
                            rows_per_group: Int64(max(1, options.rowsPerGroup)),
                            is_compressed: options.compression == .zstd)
                        return unsafe pvpq_vector_writer_open(&options, &writer, error)
                    }
                }
            }
        }
        return unsafe writer
    }
}
