/// Why an `.npy` or `.npz` file could not be read or written.
public struct NumPyFileError: Error, Sendable {
    /// What kind of failure it is; new codes may be added.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A file that the operating system would not open or read.
        public static let ioFailed = Code(rawValue: "ioFailed")
        /// Bytes that are not an `.npy` file.
        public static let invalidArray = Code(rawValue: "invalidArray")
        /// An array of elements that this reader does not know.
        public static let unsupportedDType = Code(rawValue: "unsupportedDType")
        /// Bytes that are not a zip archive, or a damaged one.
        public static let invalidArchive = Code(rawValue: "invalidArchive")
        /// A zip archive with a feature that NumPy does not use.
        public static let unsupportedArchive = Code(rawValue: "unsupportedArchive")
        /// Arrays that cannot be written as asked.
        public static let invalidArgument = Code(rawValue: "invalidArgument")
    }

    /// What kind of failure it is.
    public let code: Code

    /// One sentence for people.
    public let message: String

    /// The file concerned.
    public let path: String

    private init(_ code: Code, _ message: String, path: String) {
        self.code = code
        self.message = message
        self.path = path
    }
}

extension NumPyFileError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

extension NumPyFileError {
    static func ioFailed(_ action: String, path: String, reason: String) -> NumPyFileError {
        NumPyFileError(.ioFailed, "Could not \(action) \(path): \(reason).", path: path)
    }

    static func notAnArray(_ path: String, _ reason: String) -> NumPyFileError {
        NumPyFileError(
            .invalidArray, "\(path) is not an array as numpy.save writes it: \(reason).",
            path: path)
    }

    static func unsupportedDType(_ path: String, descriptor: String) -> NumPyFileError {
        NumPyFileError(
            .unsupportedDType,
            "The array in \(path) has the dtype \(descriptor); float16, float32 and float64 can be"
                + " read. Convert it first, for example with array.astype('float32').",
            path: path)
    }

    static func notAnArchive(_ path: String, _ reason: String) -> NumPyFileError {
        NumPyFileError(
            .invalidArchive, "\(path) is not an archive as numpy.savez writes it: \(reason).",
            path: path)
    }

    static func unsupportedArchive(_ path: String, _ feature: String) -> NumPyFileError {
        NumPyFileError(
            .unsupportedArchive,
            "The archive \(path) uses \(feature), which numpy.savez never does. Write it again with"
                + " numpy.savez.",
            path: path)
    }

    static func archiveTooLarge(_ path: String) -> NumPyFileError {
        NumPyFileError(
            .invalidArgument,
            "The archive \(path) would be larger than the 4 GiB or 65,535 arrays of a plain zip"
                + " file. Write one .npy file an array instead.",
            path: path)
    }

    static func repeatedName(_ path: String, name: String) -> NumPyFileError {
        NumPyFileError(
            .invalidArgument, "The archive \(path) cannot hold two arrays named '\(name)'.",
            path: path)
    }
}
