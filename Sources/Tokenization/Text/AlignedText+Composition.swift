import Foundation

/// A scalar of a normalized text and how it came about, in the terms of the `tokenizers` library:
/// 0 took the place of one scalar, 1 was inserted, −n took the place of n + 1 scalars.
private struct ChangedScalar {
    var scalar: Unicode.Scalar
    var change: Int

    var combiningClass: UInt8 { scalar.properties.canonicalCombiningClass.rawValue }
}

extension AlignedText {
    /// Normalization form C (Unicode Standard Annex 15).
    ///
    /// - Complexity: O(n); text that is in form C already, which is nearly all text, is only
    ///   compared.
    mutating func composeCanonically() {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        // Foundation leaves a final consonant alone that follows a syllable.
        guard
            text.unicodeScalars.contains(where: Hangul.isFinalConsonant)
                || !text.precomposedStringWithCanonicalMapping.utf8.elementsEqual(bytes)
        else { return }
        apply(composed(decomposed(text)))
    }

    /// Full canonical decomposition in canonical order.
    private func decomposed(_ text: String) -> [ChangedScalar] {
        var result: [ChangedScalar] = []
        var marks: [ChangedScalar] = []
        for original in text.unicodeScalars {
            let parts =
                original.isASCII
                ? String(original) : String(original).decomposedStringWithCanonicalMapping
            for (index, part) in parts.unicodeScalars.enumerated() {
                let item = ChangedScalar(scalar: part, change: index == 0 ? 0 : 1)
                if item.combiningClass == 0 { result.flush(&marks) }
                marks.append(item)
            }
        }
        result.flush(&marks)
        return result
    }

    /// Canonical composition of a decomposed text.
    private func composed(_ scalars: [ChangedScalar]) -> [ChangedScalar] {
        var result: [ChangedScalar] = []
        // The last starter, and the combining class of the last scalar kept behind it.
        var starter: Int?
        var lastClass: UInt8?
        for item in scalars {
            let combiningClass = item.combiningClass
            if let index = starter, lastClass.map({ $0 < combiningClass }) ?? true,
                let whole = Self.composition(of: result[index].scalar, item.scalar)
            {
                result[index].scalar = whole
                result[index].change += item.change - 1
                continue
            }
            if combiningClass == 0 {
                starter = result.count
                lastClass = nil
            } else if starter != nil {
                lastClass = combiningClass
            }
            result.append(item)
        }
        return result
    }

    /// The primary composite of two scalars, nil when there is none.
    private static func composition(
        of first: Unicode.Scalar, _ second: Unicode.Scalar
    ) -> Unicode.Scalar? {
        guard !second.isASCII else { return nil }
        if let syllable = Hangul.syllable(first, endingWith: second) { return syllable }
        var pair = String(first)
        pair.unicodeScalars.append(second)
        let composed = pair.precomposedStringWithCanonicalMapping.unicodeScalars
        return composed.count == 1 ? composed.first : nil
    }

    private mutating func apply(_ scalars: [ChangedScalar]) {
        let text = self
        self = text.rebuilt { result in
            var position = 0
            for item in scalars {
                let source = item.change > 0 ? max(position - 1, 0) : position
                result.append(UTF8.bytes(of: item.scalar), standingFor: text, at: source)
                // An inserted scalar consumes nothing, any other at least the one it replaces.
                for _ in 0..<max(1 - item.change, 0) { text.skipScalar(&position) }
            }
        }
    }

    private func skipScalar(_ position: inout Int) {
        position += 1
        while position < bytes.count, bytes[position].isUTF8Continuation { position += 1 }
    }
}

/// Korean syllables that take a final consonant (Unicode Standard, section 3.12).
private enum Hangul {
    static func isFinalConsonant(_ scalar: Unicode.Scalar) -> Bool {
        (0x11A8...0x11C2).contains(scalar.value)
    }

    static func syllable(
        _ syllable: Unicode.Scalar, endingWith final: Unicode.Scalar
    ) -> Unicode.Scalar? {
        let index = syllable.value &- 0xAC00
        guard index < 11_172, index % 28 == 0, isFinalConsonant(final) else { return nil }
        return Unicode.Scalar(syllable.value + final.value - 0x11A7)
    }
}

extension UTF8 {
    fileprivate static func bytes(of scalar: Unicode.Scalar) -> some Collection<UInt8> {
        String(scalar).utf8
    }
}

extension [ChangedScalar] {
    /// Appends the marks in canonical order: by combining class, equal ones as they came.
    fileprivate mutating func flush(_ marks: inout [ChangedScalar]) {
        // The offset decides ties: the standard library does not promise a stable sort.
        let ordered = marks.enumerated().sorted {
            ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
        }
        append(contentsOf: ordered.map(\.element))
        marks.removeAll(keepingCapacity: true)
    }
}
