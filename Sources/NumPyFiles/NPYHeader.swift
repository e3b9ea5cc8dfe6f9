/// The header of an `.npy` file: a Python dictionary literal behind a magic number.
///
/// ```text
/// \x93NUMPY  major minor  length (2 bytes little-endian, 4 from version 2)  literal…\n
/// ```
///
/// Format: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>
struct NPYHeader {
    let descriptor: String
    let isFortranOrder: Bool
    let shape: [Int]

    /// The bytes before the first element.
    let byteCount: Int

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    init(parsing bytes: ArraySlice<UInt8>, path: String) throws(NumPyFileError) {
        let start = bytes.startIndex
        guard bytes.count >= 10, bytes.prefix(6).elementsEqual(Self.magic) else {
            throw .notAnArray(path, "it does not begin with \\x93NUMPY")
        }
        let major = bytes[start + 6]
        guard (1...3).contains(major), bytes[start + 7] == 0 else {
            throw .notAnArray(path, "its format version is \(major).\(bytes[start + 7])")
        }
        let lengthSize = major == 1 ? 2 : 4
        guard bytes.count >= 8 + lengthSize else { throw .notAnArray(path, "it is cut short") }
        let length = bytes[(start + 8)..<(start + 8 + lengthSize)].reversed()
            .reduce(0) { $0 << 8 | Int($1) }
        byteCount = 8 + lengthSize + length
        guard byteCount <= bytes.count else {
            throw .notAnArray(path, "its header of \(length) bytes is cut short")
        }
        var literal = HeaderLiteral(
            bytes[(start + 8 + lengthSize)..<(start + byteCount)], path: path)
        let fields = try literal.parse()
        (descriptor, isFortranOrder, shape) = fields
    }

    /// The bytes of a version 1.0 header, padded so that the elements begin at a multiple of 64.
    static func encode(dtype: NumPyArray.DType, shape: [Int]) -> [UInt8] {
        let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let literal =
            "{'descr': '<\(dtype.code)', 'fortran_order': False, 'shape': (\(sizes)), }"
        let unpadded = 10 + literal.utf8.count + 1
        let padding = (64 - unpadded % 64) % 64
        let length = literal.utf8.count + padding + 1
        return magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(literal.utf8)
            + [UInt8](repeating: 0x20, count: padding) + [0x0A]
    }
}
