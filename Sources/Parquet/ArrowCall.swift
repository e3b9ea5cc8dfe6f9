import CParquet

/// What the C++ side reported.
struct ArrowFailure: Error {
    enum Kind {
        case invalid, unsupported, unavailable, memory, inputOutput, nullValue, ragged
    }

    let kind: Kind
    let detail: String
    let row: Int?

    init(_ error: pvpq_error) {
        switch pvpq_code(UInt32(error.code)) {
        case PVPQ_UNSUPPORTED: kind = .unsupported
        case PVPQ_UNAVAILABLE: kind = .unavailable
        case PVPQ_MEMORY: kind = .memory
        case PVPQ_IO: kind = .inputOutput
        case PVPQ_NULL_VALUE: kind = .nullValue
        case PVPQ_RAGGED: kind = .ragged
        default: kind = .invalid
        }
        row = error.row < 0 ? nil : Int(error.row)
        detail = unsafe withUnsafeBytes(of: error.message) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// The error of a failure that says the same wherever it happens.
    var general: ParquetError? {
        switch kind {
        case .unavailable:
            ParquetError(
                .arrowUnavailable,
                "This build cannot read or write Parquet: it was made without Apache Arrow. "
                    + "Run 'make deps', or set ARROW_PREFIX, and build again.")
        case .unsupported:
            ParquetError(
                .unsupported, "The Parquet file uses what is not supported here: \(detail).")
        case .memory:
            ParquetError(
                .tooLarge,
                "Reading the Parquet file takes more memory than its size explains: \(detail). "
                    + "Fetch or write it again.")
        default: nil
        }
    }
}

/// Calls into C++ and throws what it reports.
func callArrow(
    _ body: (UnsafeMutablePointer<pvpq_error>) -> Bool
) throws(ArrowFailure) {
    var error = pvpq_error()
    guard unsafe body(&error) else { throw ArrowFailure(error) }
}

extension RawSpan {
    /// The span as the C interface takes it, for the length of `body`.
    func withCBytes<R, E: Error>(_ body: (pvpq_bytes) throws(E) -> R) throws(E) -> R {
        try unsafe withUnsafeBytes { (buffer) throws(E) -> R in
            let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return try unsafe body(pvpq_bytes(bytes: base, length: buffer.count))
        }
    }
}
