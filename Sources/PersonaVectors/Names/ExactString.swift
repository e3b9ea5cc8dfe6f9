/// A string that equals another only when both have the same code points.
///
/// Swift's own `==` follows canonical equivalence, which would merge two personas whose ids differ
/// only in normalisation; the format keeps them apart. An `ExactString` can also hold what JSON
/// allows and `String` does not, a lone surrogate, so that a rewritten manifest loses nothing.
public struct ExactString: Hashable, Sendable {
    /// The text; a lone surrogate shows as U+FFFD.
    public let string: String

    /// The UTF-16 code units, only when there is a lone surrogate among them.
    let brokenUnits: [UInt16]?

    /// A string without lone surrogates.
    public init(_ string: String) {
        self.string = string
        brokenUnits = nil
    }

    /// The text of UTF-16 code units, lone surrogates included.
    init(utf16 units: [UInt16]) {
        string = String(decoding: units, as: UTF16.self)
        brokenUnits = string.utf16.elementsEqual(units) ? nil : units
    }

    /// Whether both have the same code points.
    public static func == (left: ExactString, right: ExactString) -> Bool {
        left.brokenUnits == right.brokenUnits && left.string.utf8.elementsEqual(right.string.utf8)
    }

    /// Feeds the UTF-8 bytes to the hasher.
    public func hash(into hasher: inout Hasher) {
        var copy = string
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension ExactString: Comparable {
    /// The order of code points, which is the order of UTF-8 bytes, and of Python's `sorted`.
    public static func < (left: ExactString, right: ExactString) -> Bool {
        left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
    }
}

extension ExactString: ExpressibleByStringLiteral {
    /// A string without lone surrogates.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension Sequence<String> {
    /// The strings sorted by code point, as Python sorts them.
    package func sortedByCodePoint() -> [String] {
        sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
