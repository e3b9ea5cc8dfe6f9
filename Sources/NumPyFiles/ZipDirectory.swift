/// What a zip archive's central directory says of its members.
///
/// Sizes and places are taken from the directory, not from the members' own headers, which NumPy
/// leaves open when it writes to a stream. Format: PKWARE APPNOTE.TXT 6.3, sections 4.3.7–4.5.3.
struct ZipDirectory {
    struct Member {
        let name: String
        let method: Int
        let checksum: UInt32
        let compressedSize: Int
        let size: Int
        let headerOffset: Int
    }

    private(set) var members: [Member] = []

    private static let endSize = 22
    private static let zip64LocatorSize = 20

    init(of file: RandomAccessFile) throws(NumPyFileError) {
        let (range, count) = try Self.locate(in: file)
        let bytes = try file.bytes(in: range)
        var offset = 0
        for _ in 0..<count {
            guard let entry = try Self.entry(bytes, at: &offset, path: file.path) else {
                throw .notAnArchive(file.path, "its directory is damaged")
            }
            members.append(entry)
        }
    }

    /// Where the directory lies and how many members it has.
    private static func locate(
        in file: RandomAccessFile
    ) throws(NumPyFileError) -> (range: Range<Int>, count: Int) {
        let length = min(file.byteCount, endSize + 0xFFFF + zip64LocatorSize)
        let tailStart = file.byteCount - length
        let tail = try file.bytes(in: tailStart..<file.byteCount)
        let signature: UInt64 = 0x0605_4B50
        guard length >= endSize,
            let end = (0...(length - endSize)).last(where: { offset in
                tail.littleEndian(at: offset, count: 4) == signature
                    // The archive's comment, which may itself look like an end, fills the rest.
                    && tail.littleEndian(at: offset + 20, count: 2)
                        == UInt64(length - offset - endSize)
            })
        else { throw .notAnArchive(file.path, "it has no zip directory") }
        var count = tail.littleEndian(at: end + 10, count: 2) ?? 0
        var size = tail.littleEndian(at: end + 12, count: 4) ?? 0
        var start = tail.littleEndian(at: end + 16, count: 4) ?? 0
        let locator = end - zip64LocatorSize
        if tail.littleEndian(at: locator, count: 4) == 0x0706_4B50,
            let record = tail.littleEndian(at: locator + 8, count: 8),
            let offset = Int(exactly: record), offset <= file.byteCount - 56
        {
            let end64 = try file.bytes(in: offset..<offset + 56)
            count = end64.littleEndian(at: 32, count: 8) ?? 0
            size = end64.littleEndian(at: 40, count: 8) ?? 0
            start = end64.littleEndian(at: 48, count: 8) ?? 0
        }
        let (stop, overflow) = start.addingReportingOverflow(size)
        guard !overflow, stop <= UInt64(file.byteCount), count <= size / 46 else {
            throw .notAnArchive(file.path, "its directory lies outside the file")
        }
        return (Int(start)..<Int(stop), Int(count))
    }

    /// The member whose record starts at `offset`, which moves behind it; nil when there is none.
    private static func entry(
        _ bytes: [UInt8], at offset: inout Int, path: String
    ) throws(NumPyFileError) -> Member? {
        let base = offset
        let field = { (position: Int, count: Int) in
            bytes.littleEndian(at: base + position, count: count)
        }
        guard field(0, 4) == 0x0201_4B50, let flags = field(8, 2), let method = field(10, 2),
            let checksum = field(16, 4), let nameLength = field(28, 2),
            let extraLength = field(30, 2), let commentLength = field(32, 2)
        else { return nil }
        if flags & 1 != 0 { throw .unsupportedArchive(path, "encryption") }
        let nameEnd = base + 46 + Int(nameLength)
        let extraEnd = nameEnd + Int(extraLength)
        guard extraEnd + Int(commentLength) <= bytes.count else { return nil }
        var zip64 = Zip64Fields(bytes[nameEnd..<extraEnd])
        guard let size = zip64.value(field(24, 4)), let compressed = zip64.value(field(20, 4)),
            let header = zip64.value(field(42, 4))
        else { return nil }
        offset = extraEnd + Int(commentLength)
        return Member(
            name: String(decoding: bytes[(base + 46)..<nameEnd], as: UTF8.self),
            method: Int(method), checksum: UInt32(checksum), compressedSize: compressed,
            size: size, headerOffset: header)
    }
}

/// The 64-bit numbers of a record's extra field, for those that did not fit 32 bits.
private struct Zip64Fields {
    private var numbers: [UInt64] = []

    init(_ extra: ArraySlice<UInt8>) {
        let bytes = Array(extra)
        var offset = 0
        while let id = bytes.littleEndian(at: offset, count: 2),
            let length = bytes.littleEndian(at: offset + 2, count: 2)
        {
            offset += 4
            if id == 1 {
                numbers = stride(from: offset, to: offset + Int(length) - 7, by: 8)
                    .compactMap { bytes.littleEndian(at: $0, count: 8) }
            }
            offset += Int(length)
        }
    }

    /// A 32-bit field, or the next 64-bit number when the field says that it is too small.
    mutating func value(_ field: UInt64?) -> Int? {
        guard let field else { return nil }
        guard field == 0xFFFF_FFFF else { return Int(field) }
        return numbers.isEmpty ? nil : Int(exactly: numbers.removeFirst())
    }
}
