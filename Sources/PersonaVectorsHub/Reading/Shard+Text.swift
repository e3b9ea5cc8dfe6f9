import Parquet
import PersonaVectors

/// Ids, names and samples: whole columns, which are small beside the vectors.
extension Shard {
    /// The strings of some columns, one for each row, fetched together.
    func strings(_ names: [String]) async throws -> [[String?]] {
        let columns = try decoding { () throws(ParquetError) in
            try names.map { name throws(ParquetError) in try footer.column(named: name) }
        }
        let slices = columns.map { footer.slices(of: $0) }
        var bytes = try await read(slices.joined().map(\.byteRange))[...]
        return try slices.map { slices in
            try slices.flatMap { slice in
                let page = bytes.removeFirst()
                return try decoding { () throws(ParquetError) in
                    try footer.strings(in: slice, bytes: page.span.bytes)
                }
            }
        }
    }

    /// The samples of each row; nil where none are recorded.
    func sampleIDs() async throws -> [[String]?] {
        guard footer.columns.contains(where: { $0.field == "sample_ids" }) else {
            return Array(repeating: nil, count: footer.rowCount)
        }
        let column = try decoding { () throws(ParquetError) in
            try footer.column(named: "sample_ids")
        }
        let slices = footer.slices(of: column)
        let bytes = try await read(slices.map(\.byteRange))
        return try zip(slices, bytes).flatMap { slice, bytes in
            try decoding { () throws(ParquetError) in
                try footer.stringLists(in: slice, bytes: bytes.span.bytes)
            }
        }
    }
}
