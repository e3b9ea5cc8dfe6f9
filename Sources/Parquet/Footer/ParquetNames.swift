/// How the pages of a chunk are compressed, by the name in the format's `CompressionCodec`.
public struct ParquetCodec: RawRepresentable, Hashable, Sendable {
    /// The name, for example `snappy`.
    public let rawValue: String

    /// A codec of any name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Not at all.
    public static let uncompressed = ParquetCodec(rawValue: "uncompressed")
    /// Snappy: what `datasets` writes.
    public static let snappy = ParquetCodec(rawValue: "snappy")
    /// Zstandard.
    public static let zstd = ParquetCodec(rawValue: "zstd")
}

/// How values or levels are encoded, by the number in the format's `Encoding`.
public struct ParquetEncoding: RawRepresentable, Hashable, Sendable {
    /// The number in the format.
    public let rawValue: Int

    /// An encoding of any number.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// The values as they lie in memory.
    public static let plain = ParquetEncoding(rawValue: 0)
    /// Run lengths and packed bits: what levels have.
    public static let runLength = ParquetEncoding(rawValue: 3)
    /// Indices into the chunk's dictionary page.
    public static let dictionary = ParquetEncoding(rawValue: 8)
    /// First bytes of all values, then second bytes of all values, and so on.
    public static let byteStreamSplit = ParquetEncoding(rawValue: 9)
}

/// What the values of a column are stored as.
public enum ParquetPhysicalType: Int, Sendable {
    /// One bit.
    case boolean
    /// A 32-bit integer.
    case int32
    /// A 64-bit integer.
    case int64
    /// A deprecated 96-bit timestamp.
    case int96
    /// binary32.
    case float
    /// binary64.
    case double
    /// Bytes of any length; strings.
    case byteArray
    /// Bytes of one length; binary16 when the column says so.
    case fixedLengthByteArray
}
