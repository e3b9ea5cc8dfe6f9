import CParquet

extension ParquetFooter {
    /// The strings of a slice, one for each of its rows; nil for a null.
    ///
    /// - Parameters:
    ///   - slice: a slice of a column of strings.
    ///   - bytes: the bytes of its ``ParquetSlice/byteRange``.
    ///   - dictionary: the bytes of its ``ParquetSlice/dictionaryRange`` when the pages need them.
    /// - Returns: as many as `slice.rows`.
    /// - Throws: ``ParquetError`` with code `wrongColumnType`, `corrupt`, `tooLarge` or
    ///   `unsupported`.
    /// - Complexity: O(bytes decoded).
    public func strings(
        in slice: ParquetSlice, bytes: RawSpan, dictionary: RawSpan = RawSpan()
    ) throws(ParquetError) -> [String?] {
        let column = columns[slice.columnIndex]
        guard column.physicalType == .byteArray, column.listDepth == 0 else {
            throw .wrongType(of: column, needed: "strings")
        }
        let decoded = try decodeStrings(slice, bytes: bytes, dictionary: dictionary)
        var strings: [String?] = []
        strings.reserveCapacity(decoded.rowCount)
        for row in 0..<decoded.rowCount {
            guard let string = decoded.string(at: row) else {
                throw .invalidText(column, row: slice.rows.lowerBound + row)
            }
            strings.append(string)
        }
        return strings
    }

    /// The lists of strings of a slice, one for each of its rows; nil for a null list.
    ///
    /// A null inside a list is not an error: it is left out.
    ///
    /// - Parameters:
    ///   - slice: a slice of a column of lists of strings.
    ///   - bytes: the bytes of its ``ParquetSlice/byteRange``.
    ///   - dictionary: the bytes of its ``ParquetSlice/dictionaryRange`` when the pages need them.
    /// - Returns: as many as `slice.rows`.
    /// - Throws: ``ParquetError`` with code `wrongColumnType`, `corrupt`, `tooLarge` or
    ///   `unsupported`.
    /// - Complexity: O(bytes decoded).
    public func stringLists(
        in slice: ParquetSlice, bytes: RawSpan, dictionary: RawSpan = RawSpan()
    ) throws(ParquetError) -> [[String]?] {
        let column = columns[slice.columnIndex]
        guard column.physicalType == .byteArray, column.listDepth == 1 else {
            throw .wrongType(of: column, needed: "lists of strings")
        }
        let decoded = try decodeStrings(slice, bytes: bytes, dictionary: dictionary)
        var lists: [[String]?] = []
        lists.reserveCapacity(decoded.rowCount)
        for row in 0..<decoded.rowCount {
            guard let elements = decoded.elements(ofRow: row) else {
                lists.append(nil)
                continue
            }
            var list: [String] = []
            list.reserveCapacity(elements.count)
            for element in elements {
                guard let valid = decoded.string(at: element) else {
                    throw .invalidText(column, row: slice.rows.lowerBound + row)
                }
                if let string = valid { list.append(string) }
            }
            lists.append(list)
        }
        return lists
    }

    private func decodeStrings(
        _ slice: ParquetSlice, bytes: RawSpan, dictionary: RawSpan
    ) throws(ParquetError) -> DecodedStrings {
        guard !slice.rows.isEmpty else { return unsafe DecodedStrings(nil) }
        var decoded: OpaquePointer?
        try unsafe callArrow(slice, bytes: bytes, dictionary: dictionary) {
            unsafe pvpq_strings_decode($0, Int64(slice.rows.count), &decoded, $1)
        }
        return unsafe DecodedStrings(decoded)
    }
}

/// Owns the strings that C++ decoded, or none; a class because it frees them.
@safe
private final class DecodedStrings {
    private let pointer: OpaquePointer?
    private let view: pvpq_string_view

    init(_ pointer: OpaquePointer?) {
        unsafe self.pointer = pointer
        var view = unsafe pvpq_string_view()
        if unsafe pointer != nil { unsafe pvpq_strings_view(pointer, &view) }
        unsafe self.view = view
    }

    deinit {
        unsafe pvpq_strings_free(pointer)
    }

    var rowCount: Int { unsafe Int(view.row_count) }

    /// The elements of a row's list; nil for a null list.
    func elements(ofRow row: Int) -> Range<Int>? {
        guard unsafe view.row_is_valid[row] != 0 else { return nil }
        return unsafe Int(view.row_offsets[row])..<Int(view.row_offsets[row + 1])
    }

    /// The string at `element`: nil when it is not UTF-8, `.some(nil)` when it is null.
    func string(at element: Int) -> String?? {
        guard unsafe view.element_is_valid[element] != 0 else { return .some(nil) }
        let start = unsafe Int(view.offsets[element])
        let count = unsafe Int(view.offsets[element + 1]) - start
        guard count > 0 else { return "" }
        let bytes = unsafe UnsafeBufferPointer(start: view.bytes + start, count: count)
        return unsafe String(validating: bytes, as: UTF8.self)
    }
}
