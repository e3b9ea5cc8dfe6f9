internal import CZlibSystem

/// An archive of arrays as `numpy.savez` and `numpy.savez_compressed` write it: a zip file with one
/// `.npy` file an array.
///
/// Opening reads the directory only; an array is read when it is asked for.
public struct NPZFile: Sendable {
    /// The path as it was given.
    public let path: String

    /// The names of the arrays, without `.npy`, in the order of the archive; other files are left
    /// out.
    public let names: [String]

    private let file: RandomAccessFile
    private let members: [ZipDirectory.Member]

    private static let suffix = ".npy"

    /// Opens an archive.
    ///
    /// - Parameter path: the file.
    /// - Throws: ``NumPyFileError`` with code `ioFailed`, `invalidArchive` or `unsupportedArchive`.
    /// - Complexity: O(number of arrays).
    public init(path: String) throws(NumPyFileError) {
        self.path = path
        file = try RandomAccessFile(path: path)
        members = try ZipDirectory(of: file).members.filter { $0.name.hasSuffix(Self.suffix) }
        names = members.map { String($0.name.unicodeScalars.dropLast(Self.suffix.count)) }
    }

    /// Reads an array.
    ///
    /// - Parameter index: its position in ``names``; one outside traps.
    /// - Returns: the array.
    /// - Throws: ``NumPyFileError`` with code `ioFailed`, `invalidArchive` (also when the checksum
    ///   is wrong), `unsupportedArchive`, and as ``NPYFile/read(path:)`` does.
    /// - Complexity: O(bytes of the array).
    public func array(at index: Int) throws(NumPyFileError) -> NumPyArray {
        let member = members[index]
        let place = "\(path)/\(member.name)"
        let stored = try storedBytes(of: member)
        let bytes: [UInt8]
        switch member.method {
        case 0: bytes = stored
        case 8: bytes = try inflated(stored, to: member.size, place)
        default: throw .unsupportedArchive(path, "compression method \(member.method)")
        }
        guard bytes.count == member.size, Checksum.crc32(of: bytes) == member.checksum else {
            throw .notAnArchive(path, "the checksum of \(member.name) is wrong")
        }
        return try NPYFile.decode(bytes[...], path: place)
    }

    private func storedBytes(of member: ZipDirectory.Member) throws(NumPyFileError) -> [UInt8] {
        let damaged = NumPyFileError.notAnArchive(path, "\(member.name) lies outside the file")
        guard member.headerOffset <= file.byteCount - 30 else { throw damaged }
        let header = try file.bytes(in: member.headerOffset..<member.headerOffset + 30)
        guard header.littleEndian(at: 0, count: 4) == 0x0403_4B50,
            let nameLength = header.littleEndian(at: 26, count: 2),
            let extraLength = header.littleEndian(at: 28, count: 2)
        else { throw damaged }
        let start = member.headerOffset + 30 + Int(nameLength) + Int(extraLength)
        guard start <= file.byteCount, member.compressedSize <= file.byteCount - start else {
            throw damaged
        }
        return try file.bytes(in: start..<start + member.compressedSize)
    }

    private func inflated(
        _ bytes: [UInt8], to size: Int, _ place: String
    ) throws(NumPyFileError) -> [UInt8] {
        // Deflate packs at most 1,032 to 1, so a directory cannot make this allocate much more
        // than the archive itself justifies. https://zlib.net/zlib_tech.html
        guard size <= bytes.count * 1032 + 64, let result = Inflation.inflate(bytes, to: size)
        else { throw .notAnArchive(path, "the compressed bytes of \(place) are damaged") }
        return result
    }
}
