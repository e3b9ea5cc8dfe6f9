// Every sentence of this module.
extension ParquetError {
    // MARK: The file as a whole

    static func tooSmall(_ byteCount: Int) -> ParquetError {
        ParquetError(
            .notParquet,
            "Not a Parquet file: it has \(byteCount) bytes, and the smallest one has 12. "
                + "Was the download or the copy complete?")
    }

    static let noMagic = ParquetError(
        .notParquet,
        "Not a Parquet file, or its end is missing: the last four bytes are not 'PAR1'. "
            + "Was the download or the copy complete?")

    static let encrypted = ParquetError(
        .unsupported,
        "The footer of the Parquet file is encrypted, which is not supported. "
            + "Write the file again without encryption.")

    static func footerBeyondFile(length: Int, fileSize: Int) -> ParquetError {
        ParquetError(
            .corrupt,
            "The Parquet file claims a footer of \(length) bytes, but has \(fileSize) in all. "
                + "Fetch or write it again.")
    }

    static func footerTooLong(length: Int, limit: Int) -> ParquetError {
        ParquetError(
            .tooLarge,
            "The Parquet file claims a footer of \(length) bytes; more than \(limit) is not read. "
                + "Write it again with larger row groups.")
    }

    static func tailTooShort(has: Int, needs: Int) -> ParquetError {
        ParquetError(
            .notParquet,
            "The footer lies in the last \(needs) bytes of the Parquet file; "
                + "only the last \(has) were given. Ask tailLength(endingWith:fileSize:) first.")
    }

    static func footer(_ failure: ArrowFailure) -> ParquetError {
        failure.general
            ?? ParquetError(
                .corrupt,
                "Cannot read the footer of the Parquet file: \(failure.detail). "
                    + "Fetch or write it again.")
    }

    static func inconsistentFooter(_ detail: String) -> ParquetError {
        ParquetError(
            .corrupt,
            "The footer of the Parquet file contradicts itself: \(detail). "
                + "Fetch or write it again.")
    }

    static func unreadable(_ path: String, cause: any Error) -> ParquetError {
        ParquetError(
            .inputOutput, "Cannot read the file: \(cause). Check the path and its permissions.",
            path: path, underlyingError: cause)
    }

    static func unwritable(_ path: String, detail: String) -> ParquetError {
        ParquetError(
            .inputOutput,
            "Cannot write the Parquet file: \(detail). Check the folder and its space.",
            path: path)
    }

    // MARK: Columns

    static func columnMissing(_ name: String, available: [String]) -> ParquetError {
        ParquetError(
            .columnMissing,
            "The Parquet file has no column '\(name)'. It has: "
                + "\(available.isEmpty ? "none" : available.joined(separator: ", ")).",
            column: name)
    }

    static func wrongType(of column: ParquetColumn, needed: String) -> ParquetError {
        ParquetError(
            .wrongColumnType,
            "Column '\(column.field)' of the Parquet file holds \(column.contents); "
                + "\(needed) are needed.",
            column: column.field)
    }

    static func tooLarge(_ column: ParquetColumn, claimed: Int, stored: Int) -> ParquetError {
        ParquetError(
            .tooLarge,
            "Column '\(column.field)' of the Parquet file claims \(claimed) bytes of values in "
                + "\(stored) bytes of pages, which is not plausible. Fetch or write it again.",
            column: column.field)
    }

    static func shapeTooLarge(_ column: ParquetColumn) -> ParquetError {
        ParquetError(
            .tooLarge,
            "The vectors in column '\(column.field)' of the Parquet file have more values than can "
                + "be counted. Fetch or write it again.",
            column: column.field)
    }

    static func invalidText(_ column: ParquetColumn, row: Int) -> ParquetError {
        ParquetError(
            .corrupt,
            "Row \(row) of column '\(column.field)' is not UTF-8. Fetch or write the file again.",
            column: column.field, row: row)
    }

    static func pageIndex(_ column: ParquetColumn, detail: String) -> ParquetError {
        ParquetError(
            .corrupt,
            "The page index of column '\(column.field)' of the Parquet file is damaged: \(detail). "
                + "Fetch or write it again.",
            column: column.field)
    }

    static func decoding(
        _ failure: ArrowFailure, column: ParquetColumn, firstRow: Int,
        shape: ParquetVectorShape? = nil
    ) -> ParquetError {
        let row = failure.row.map { $0 + firstRow }
        switch failure.kind {
        case .nullValue:
            return nullVector(column, row: row ?? firstRow)
        case .ragged:
            return ragged(column, row: row ?? firstRow, shape: shape)
        default:
            return failure.general
                ?? ParquetError(
                    .corrupt,
                    "Cannot decode column '\(column.field)' of the Parquet file at row "
                        + "\(firstRow): \(failure.detail). Fetch or write it again.",
                    column: column.field, row: firstRow)
        }
    }

    private static func nullVector(_ column: ParquetColumn, row: Int) -> ParquetError {
        ParquetError(
            .nullValue,
            "Row \(row) of column '\(column.field)' is null, empty or has a null inside; every "
                + "vector must be full. Write the file again without that row.",
            column: column.field, row: row)
    }

    private static func ragged(
        _ column: ParquetColumn, row: Int, shape: ParquetVectorShape?
    ) -> ParquetError {
        let needed = shape.map { "is not \($0.layerCount) × \($0.hiddenSize)" } ?? "is ragged"
        return ParquetError(
            .wrongShape,
            "The vector in row \(row) of column '\(column.field)' \(needed); every vector must have "
                + "the same shape. Write the file again with vectors of one shape.",
            column: column.field, row: row)
    }

    // MARK: Writing

    static func writing(_ failure: ArrowFailure, path: String) -> ParquetError {
        failure.kind == .unavailable
            ? (failure.general ?? unwritable(path, detail: failure.detail)).located(at: path)
            : unwritable(path, detail: failure.detail)
    }

    static func shapeOfNewVector(_ count: Int, row: Int, shape: ParquetVectorShape) -> ParquetError
    {
        ParquetError(
            .wrongShape,
            "Cannot write row \(row): its vector has \(count) values and the file holds vectors of "
                + "\(shape.layerCount) × \(shape.hiddenSize).",
            row: row)
    }

    static func unevenColumn(_ name: String, count: Int, expected: Int) -> ParquetError {
        ParquetError(
            .wrongShape,
            "Cannot write column '\(name)' with \(count) rows beside columns with \(expected).",
            column: name)
    }
}
