/// Walks over JSON without building values: the caller takes what it needs and skips the rest.
///
/// A vocabulary has up to a quarter of a million members and a file of questions a gigabyte, where
/// a tree of values would cost most of the loading time. What is skipped is only followed as far as
/// strings and brackets go; whoever uses a skipped part later parses it strictly.
package struct JSONScanner {
    /// What is wrong and at which byte.
    package struct Failure: Error, Equatable {
        package let reason: String
        package let offset: Int
    }

    package let bytes: [UInt8]
    package private(set) var position: Int
    private let end: Int

    /// A scanner of `bytes`, or of the part that `range` names.
    package init(_ bytes: [UInt8], range: Range<Int>? = nil) {
        self.bytes = bytes
        position = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    /// The next byte after white space, nil at the end.
    package mutating func peek() -> UInt8? {
        while position < end {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        return nil
    }

    /// Consumes `byte` if it comes next.
    package mutating func consume(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    /// Walks over an object; `member` is called after each key and must consume the value.
    package mutating func readObject<E: Error>(
        orThrow wrap: (Failure) -> E,
        _ member: (inout JSONScanner, [UInt8]) throws(E) -> Void
    ) throws(E) {
        guard consume(UInt8(ascii: "{")) else { throw wrap(failure("an object is needed")) }
        guard !consume(UInt8(ascii: "}")) else { return }
        repeat {
            let key = try mapped(wrap) { (scanner) throws(Failure) in try scanner.readString() }
            guard consume(UInt8(ascii: ":")) else { throw wrap(failure("a colon is needed")) }
            try member(&self, key)
        } while consume(UInt8(ascii: ","))
        guard consume(UInt8(ascii: "}")) else { throw wrap(failure("a brace is needed")) }
    }

    /// Walks over a list; `element` must consume one value.
    package mutating func readArray<E: Error>(
        orThrow wrap: (Failure) -> E,
        _ element: (inout JSONScanner) throws(E) -> Void
    ) throws(E) {
        guard consume(UInt8(ascii: "[")) else { throw wrap(failure("a list is needed")) }
        guard !consume(UInt8(ascii: "]")) else { return }
        repeat { try element(&self) } while consume(UInt8(ascii: ","))
        guard consume(UInt8(ascii: "]")) else { throw wrap(failure("a bracket is needed")) }
    }

    /// Runs `body` with its failure wrapped into the caller's error.
    package mutating func mapped<E: Error, Value>(
        _ wrap: (Failure) -> E, _ body: (inout JSONScanner) throws(Failure) -> Value
    ) throws(E) -> Value {
        do throws(Failure) {
            return try body(&self)
        } catch {
            throw wrap(error)
        }
    }

    /// An integer without sign.
    package mutating func readIndex() throws(Failure) -> Int {
        guard let first = peek(), Self.digits.contains(first) else {
            throw failure("a number from 0 up is needed")
        }
        var value = 0
        while position < end, Self.digits.contains(bytes[position]) {
            guard value < Int.max / 20 else { throw failure("a number is too large") }
            value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            position += 1
        }
        return value
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    /// Skips one value of any kind and returns where it stands.
    package mutating func skipValue() throws(Failure) -> Range<Int> {
        guard let first = peek() else { throw failure("a value is needed") }
        let start = position
        switch first {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipContainer()
        default: try skipWord()
        }
        return start..<position
    }

    private mutating func skipWord() throws(Failure) {
        let start = position
        let enders: [UInt8] = [0x2C, 0x5D, 0x7D, 0x20, 0x0A, 0x0D, 0x09, 0x3A, 0x22]
        while position < end, !enders.contains(bytes[position]) { position += 1 }
        if position == start { throw failure("a value is needed") }
    }

    private mutating func skipContainer() throws(Failure) {
        var depth = 0
        repeat {
            guard position < end else { throw failure("a bracket is not closed") }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                try skipString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            position += 1
        } while depth > 0
    }

    private mutating func skipString() throws(Failure) {
        position += 1
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        throw failure("a string does not end")
    }

    /// Moves past bytes that a caller has looked at itself.
    mutating func advance(by count: Int) {
        position = min(position + count, end)
    }

    /// The byte `distance` further on, nil behind the end.
    func byte(at distance: Int = 0) -> UInt8? {
        position + distance < end ? bytes[position + distance] : nil
    }

    func failure(_ reason: String) -> Failure {
        Failure(reason: reason, offset: min(position, end))
    }
}
