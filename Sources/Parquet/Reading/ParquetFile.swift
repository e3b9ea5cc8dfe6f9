#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A Parquet file at hand: mapped from disk, or bytes in memory.
///
/// The file must not shrink while it is mapped; replace files by renaming.
public struct ParquetFile: Sendable {
    /// The file's footer.
    public let footer: ParquetFooter

    let data: Data
    let path: String?

    /// Maps a file and reads its footer.
    ///
    /// - Parameter path: the file's path.
    /// - Throws: ``ParquetError`` naming the path, with code `inputOutput` or those of
    ///   ``ParquetFooter/init(tail:fileSize:)``.
    public init(path: String) throws(ParquetError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        } catch {
            throw .unreadable(path, cause: error)
        }
        try self.init(data, path: path)
    }

    /// Reads the footer of a file in memory.
    ///
    /// - Parameters:
    ///   - data: the whole file.
    ///   - path: a name for errors.
    /// - Throws: ``ParquetError`` as ``ParquetFooter/init(tail:fileSize:)`` does.
    public init(_ data: Data, path: String? = nil) throws(ParquetError) {
        do throws(ParquetError) {
            footer = try ParquetFooter(tail: data.bytes, fileSize: data.count)
        } catch {
            throw path.map { error.located(at: $0) } ?? error
        }
        self.data = data
        self.path = path
    }

    /// The strings of a column, one for each row; nil for a null.
    ///
    /// - Throws: ``ParquetError`` with code `columnMissing`, `wrongColumnType`, `corrupt`,
    ///   `tooLarge` or `unsupported`.
    /// - Complexity: O(bytes of the column).
    public func strings(_ column: String) throws(ParquetError) -> [String?] {
        try naming { () throws(ParquetError) in
            var strings: [String?] = []
            for slice in footer.slices(of: try footer.column(named: column)) {
                strings += try footer.strings(
                    in: slice, bytes: data.bytes.extracting(slice.byteRange))
            }
            return strings
        }
    }

    /// The lists of strings of a column, one for each row; nil for a null list, and without the
    /// nulls inside lists.
    ///
    /// - Throws: ``ParquetError`` with code `columnMissing`, `wrongColumnType`, `corrupt`,
    ///   `tooLarge` or `unsupported`.
    /// - Complexity: O(bytes of the column).
    public func stringLists(_ column: String) throws(ParquetError) -> [[String]?] {
        try naming { () throws(ParquetError) in
            var lists: [[String]?] = []
            for slice in footer.slices(of: try footer.column(named: column)) {
                lists += try footer.stringLists(
                    in: slice, bytes: data.bytes.extracting(slice.byteRange))
            }
            return lists
        }
    }

    func naming<R>(_ body: () throws(ParquetError) -> R) throws(ParquetError) -> R {
        do throws(ParquetError) {
            return try body()
        } catch {
            throw path.map { error.located(at: $0) } ?? error
        }
    }
}
