#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What went wrong with a Parquet file: a code to test, a sentence to read.
public struct ParquetError: Error, Sendable {
    /// The kind of a failure; open, so that new kinds break nobody.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code of any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The bytes are of something else, or their end is missing.
        public static let notParquet = Code(rawValue: "notParquet")
        /// Parts of the file contradict each other or the format.
        public static let corrupt = Code(rawValue: "corrupt")
        /// The file is sound but uses what is not read here, such as encryption.
        public static let unsupported = Code(rawValue: "unsupported")
        /// The file claims more than its bytes can hold, or than there is memory.
        public static let tooLarge = Code(rawValue: "tooLarge")
        /// No column of that name.
        public static let columnMissing = Code(rawValue: "columnMissing")
        /// The column holds something else than was asked for.
        public static let wrongColumnType = Code(rawValue: "wrongColumnType")
        /// A value is null where one is needed.
        public static let nullValue = Code(rawValue: "nullValue")
        /// A vector has another shape than asked for.
        public static let wrongShape = Code(rawValue: "wrongShape")
        /// The operating system refused to read or write.
        public static let inputOutput = Code(rawValue: "inputOutput")
        /// The package was built without Apache Arrow.
        public static let arrowUnavailable = Code(rawValue: "arrowUnavailable")
    }

    /// The kind of the failure.
    public let code: Code

    /// The file that it happened with, when that is known.
    public let path: String?

    /// The column that it happened with, when it was one.
    public let column: String?

    /// The row of the file that it happened at, counted from 0, when it was one.
    public let row: Int?

    /// What caused it, when that came from elsewhere.
    public let underlyingError: (any Error)?

    let sentence: String

    /// The whole sentence, with the path when it is known.
    public var message: String {
        path.map { "\($0): \(sentence)" } ?? sentence
    }

    init(
        _ code: Code, _ sentence: String, path: String? = nil, column: String? = nil,
        row: Int? = nil, underlyingError: (any Error)? = nil
    ) {
        self.code = code
        self.sentence = sentence
        self.path = path
        self.column = column
        self.row = row
        self.underlyingError = underlyingError
    }

    /// The same error, naming the file that it happened with; a name given before stays.
    public func located(at path: String) -> ParquetError {
        ParquetError(
            code, sentence, path: self.path ?? path, column: column, row: row,
            underlyingError: underlyingError)
    }
}

extension ParquetError: CustomStringConvertible, LocalizedError {
    /// The sentence.
    public var description: String { message }
    /// The sentence.
    public var errorDescription: String? { message }
}
