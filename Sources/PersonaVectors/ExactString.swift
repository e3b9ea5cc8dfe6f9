/// A string that equals another only when both have the same code points.
///
/// Swift's own `==` follows canonical equivalence, which would merge two personas whose ids differ
/// only in normalisation; the original keeps them apart.
package struct ExactString: Hashable, Comparable, Sendable {
    package let string: String

    package init(_ string: String) {
        self.string = string
    }

    package static func == (left: ExactString, right: ExactString) -> Bool {
        left.string.utf8.elementsEqual(right.string.utf8)
    }

    /// The order of code points, which is the order of UTF-8 bytes, and of Python's `sorted`.
    package static func < (left: ExactString, right: ExactString) -> Bool {
        left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var copy = string
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension Sequence<String> {
    /// The strings sorted by code point, as Python sorts them.
    package func sortedByCodePoint() -> [String] {
        sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
