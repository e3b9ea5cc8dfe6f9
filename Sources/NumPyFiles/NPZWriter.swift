/// Makes an archive as `numpy.savez` does: a zip file of `.npy` files, not compressed.
///
/// The bytes come in pieces, for the caller to write one after the other, so that only one array
/// has to be in memory. Equal arrays give equal bytes: members carry no time.
public struct NPZWriter {
    private struct Member {
        let name: [UInt8]
        let checksum: UInt32
        let size: Int
        let offset: Int
    }

    private let path: String
    private var members: [Member] = []
    private var names: Set<[UInt8]> = []
    private var offset = 0

    /// The first of January 1980, the zip format's zero, which `zipfile` accepts.
    private static let noDate = 0x0021

    /// Name in UTF-8.
    private static let flags = 0x0800

    /// A writer of an empty archive; `path` names it in errors.
    public init(path: String) {
        self.path = path
    }

    /// The next bytes of the archive: one array.
    ///
    /// - Parameters:
    ///   - array: the array.
    ///   - name: its name, without `.npy`.
    /// - Returns: the bytes to append to the file.
    /// - Throws: ``NumPyFileError`` with code `invalidArgument` when the name was used before, or
    ///   the archive would not fit a plain zip file.
    /// - Complexity: O(bytes of the array).
    public mutating func append(
        _ array: NumPyArray, name: String
    ) throws(NumPyFileError) -> [UInt8] {
        let fileName = Array((name + ".npy").utf8)
        guard names.insert(fileName).inserted else { throw .repeatedName(path, name: name) }
        let content = NPYFile.encode(array)
        let member = Member(
            name: fileName, checksum: Checksum.crc32(of: content), size: content.count,
            offset: offset)
        members.append(member)
        var bytes: [UInt8] = []
        bytes.append(littleEndian: 0x0403_4B50, count: 4)
        bytes.append(littleEndian: 20, count: 2)
        Self.appendCommonFields(of: member, to: &bytes)
        bytes += fileName
        offset += bytes.count + content.count
        guard offset < Int(UInt32.max), members.count < 0xFFFF, fileName.count <= 0xFFFF else {
            throw .archiveTooLarge(path)
        }
        return bytes + content
    }

    /// The last bytes of the archive: its directory.
    public consuming func finish() -> [UInt8] {
        var bytes: [UInt8] = []
        for member in members {
            bytes.append(littleEndian: 0x0201_4B50, count: 4)
            bytes.append(littleEndian: 20, count: 2)
            bytes.append(littleEndian: 20, count: 2)
            Self.appendCommonFields(of: member, to: &bytes)
            bytes.append(littleEndian: 0, count: 10)
            bytes.append(littleEndian: member.offset, count: 4)
            bytes += member.name
        }
        let size = bytes.count
        bytes.append(littleEndian: 0x0605_4B50, count: 4)
        bytes.append(littleEndian: 0, count: 4)
        bytes.append(littleEndian: members.count, count: 2)
        bytes.append(littleEndian: members.count, count: 2)
        bytes.append(littleEndian: size, count: 4)
        bytes.append(littleEndian: offset, count: 4)
        bytes.append(littleEndian: 0, count: 2)
        return bytes
    }

    /// The fields from the flags to the extra field's length, which both headers share.
    private static func appendCommonFields(of member: Member, to bytes: inout [UInt8]) {
        bytes.append(littleEndian: flags, count: 2)
        bytes.append(littleEndian: 0, count: 2)
        bytes.append(littleEndian: noDate << 16, count: 4)
        bytes.append(littleEndian: Int(member.checksum), count: 4)
        bytes.append(littleEndian: member.size, count: 4)
        bytes.append(littleEndian: member.size, count: 4)
        bytes.append(littleEndian: member.name.count, count: 2)
        bytes.append(littleEndian: 0, count: 2)
    }
}
