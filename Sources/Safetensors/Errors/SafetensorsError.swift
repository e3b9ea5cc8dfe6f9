#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Why a file could not be read or written: a code to act on and a sentence to show.
public struct SafetensorsError: Error, Sendable {
    /// The kind of failure; open, so that a new kind breaks no `switch`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence or two: what failed, on which file, what was found, what was needed.
    public let message: String
    /// The file or folder concerned, as it was given.
    public let path: String?
    /// The tensor concerned, if it was one.
    public let tensorName: String?
    /// The `errno` of the system call that failed, if one did.
    public let errorNumber: Int32?

    /// The failed system call's error, if one did.
    public var underlyingError: (any Error)? {
        errorNumber.map(SystemCallError.init)
    }

    init(
        _ code: Code, _ message: String, path: String?, tensor: String? = nil,
        errorNumber: Int32? = nil
    ) {
        self.code = code
        self.message = message
        self.path = path
        self.tensorName = tensor
        self.errorNumber = errorNumber
    }
}

extension SafetensorsError.Code {
    /// There is no file at the path, or a symbolic link there leads nowhere.
    public static let notFound = Self(rawValue: "notFound")
    /// The path names a folder, a pipe or a device, or cannot name a file at all.
    public static let notAFile = Self(rawValue: "notAFile")
    /// The operating system refused to read or write; ``SafetensorsError/errorNumber`` says why.
    public static let ioFailed = Self(rawValue: "ioFailed")
    /// The file became shorter while it was being read.
    public static let fileChanged = Self(rawValue: "fileChanged")
    /// The file is shorter than the 8 bytes every file starts with.
    public static let headerTooSmall = Self(rawValue: "headerTooSmall")
    /// The header is longer than ``SafetensorsHeader/maximumLength``.
    public static let headerTooLarge = Self(rawValue: "headerTooLarge")
    /// The header runs past the end of the file.
    public static let headerTruncated = Self(rawValue: "headerTruncated")
    /// The header is not JSON of the form the format asks for.
    public static let invalidJSON = Self(rawValue: "invalidJSON")
    /// The header gives a key twice.
    public static let duplicateKey = Self(rawValue: "duplicateKey")
    /// A tensor lacks a field, or its dtype, shape and size contradict each other.
    public static let invalidTensor = Self(rawValue: "invalidTensor")
    /// A tensor's bytes leave a hole, overlap others, or end before they start.
    public static let invalidOffsets = Self(rawValue: "invalidOffsets")
    /// The tensors describe more or fewer bytes than the file has.
    public static let notCovered = Self(rawValue: "notCovered")
    /// The dtype is none of ``TensorDType/known``.
    public static let unknownDType = Self(rawValue: "unknownDType")
    /// The file has no tensor of the name asked for.
    public static let tensorMissing = Self(rawValue: "tensorMissing")
    /// The dtype is known but does not convert to `Float`.
    public static let unsupportedDType = Self(rawValue: "unsupportedDType")
}

extension SafetensorsError: CustomStringConvertible, LocalizedError {
    /// ``message``.
    public var description: String { message }
    /// ``message``.
    public var errorDescription: String? { message }
}

extension SafetensorsError {
    /// `text` between quotes, on one line and of bearable length, whatever a file put into it.
    static func quoted(_ text: String, limit: Int = 120) -> String {
        var line = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            line += scalar.properties.isPrintable ? String(scalar) : scalar.escaped(asASCII: true)
        }
        return text.unicodeScalars.count > limit ? "'\(line)…'" : "'\(line)'"
    }

    /// `path` in quotes, whole: no system takes a path longer than this.
    static func quoted(path: String) -> String { quoted(path, limit: 4096) }
}

extension Unicode.Scalar.Properties {
    /// Whether the scalar stays on its line and in its place; controls and line breaks do not.
    fileprivate var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: false
        default: true
        }
    }
}
