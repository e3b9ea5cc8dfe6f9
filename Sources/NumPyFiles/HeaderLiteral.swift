/// A reader of the one Python literal that an `.npy` header holds.
///
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (42, 3584), }`, the keys in any order.
struct HeaderLiteral {
    private let bytes: ArraySlice<UInt8>
    private let path: String
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>, path: String) {
        self.bytes = bytes
        self.path = path
        position = bytes.startIndex
    }

    mutating func parse() throws(NumPyFileError) -> (String, Bool, [Int]) {
        var (descriptor, isFortranOrder, shape): (String?, Bool?, [Int]?)
        try expect("{")
        while !accept("}") {
            let key = try string()
            try expect(":")
            switch key {
            case "descr" where descriptor == nil: descriptor = try readDescriptor()
            case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
            case "shape" where shape == nil: shape = try tuple()
            default: throw .notAnArray(path, "its header has an unexpected key '\(key)'")
            }
            if !accept(",") {
                try expect("}")
                break
            }
        }
        skipSpace()
        guard position == bytes.endIndex, let descriptor, let isFortranOrder, let shape else {
            throw malformed
        }
        return (descriptor, isFortranOrder, shape)
    }

    private var malformed: NumPyFileError {
        .notAnArray(path, "its header is not the dictionary of descr, fortran_order and shape")
    }

    private mutating func skipSpace() {
        while position < bytes.endIndex, [0x20, 0x0A, 0x09].contains(bytes[position]) {
            position += 1
        }
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else {
            return false
        }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(NumPyFileError) {
        guard accept(character) else { throw malformed }
    }

    private mutating func string() throws(NumPyFileError) -> String {
        let quote: UInt8
        if accept("'") {
            quote = UInt8(ascii: "'")
        } else {
            try expect("\"")
            quote = UInt8(ascii: "\"")
        }
        guard let end = bytes[position...].firstIndex(of: quote) else { throw malformed }
        defer { position = end + 1 }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    private mutating func readDescriptor() throws(NumPyFileError) -> String {
        if accept("[") { throw .unsupportedDType(path, descriptor: "of a structure of fields") }
        return try string()
    }

    private mutating func word() -> String {
        skipSpace()
        let end =
            bytes[position...].firstIndex {
                !(0x30...0x39).contains($0) && !(0x41...0x5A).contains($0)
                    && !(0x61...0x7A).contains($0)
            } ?? bytes.endIndex
        defer { position = end }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    private mutating func boolean() throws(NumPyFileError) -> Bool {
        switch word() {
        case "True": return true
        case "False": return false
        default: throw malformed
        }
    }

    private mutating func tuple() throws(NumPyFileError) -> [Int] {
        try expect("(")
        var sizes: [Int] = []
        while !accept(")") {
            var digits = word()
            // Python 2 wrote `3L`.
            if digits.last == "L" { digits.removeLast() }
            guard let size = Int(digits), size >= 0 else { throw malformed }
            sizes.append(size)
            if !accept(",") {
                try expect(")")
                break
            }
        }
        return sizes
    }
}
