import Foundation
import Safetensors
import Testing

struct AtomicFileTests {
    static func contents(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path)))
    }

    static func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test(arguments: [Durability.full, .processCrash])
    func writesAndReplaces(_ durability: Durability) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("f")
        for bytes in [[1, 2, 3], [], Array(repeating: UInt8(7), count: 200_000)] as [[UInt8]] {
            try AtomicFile.write(bytes, to: path, durability: durability)
            #expect(try Self.contents(path) == bytes)
        }
        #expect(try folder.names() == ["f"])
    }

    @Test func writesPiecesOfAllSizesInOrder() throws {
        let folder = try TemporaryFolder()
        let sizes = [0, 1, 65_535, 1, 65_536, 65_537, 3, 0, 1_000_000, 5]
        let pieces = sizes.enumerated().map { [UInt8](repeating: UInt8($0), count: $1) }
        try AtomicFile.write(to: folder.file("f")) { (output) throws(SafetensorsError) in
            for piece in pieces { try output.append(piece) }
        }
        #expect(try Self.contents(folder.file("f")) == pieces.flatMap(\.self))
    }

    @Test func aMappedFileKeepsItsBytesWhenReplaced() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("f.safetensors")
        let old = TensorToWrite(name: "x", shape: [3], floats: [1, 2, 3])
        let new = TensorToWrite(name: "x", shape: [2], floats: [8, 9])
        try SafetensorsWriter.write([old], to: path, durability: .processCrash)
        let mapped = try SafetensorsFile(path: path).tensor("x")
        let read = try SafetensorsFile(path: path, access: .pread).tensor("x")
        try SafetensorsWriter.write([new], to: path, durability: .processCrash)
        #expect(try mapped.floats() == [1, 2, 3])
        #expect(try read.floats() == [1, 2, 3])
        #expect(try SafetensorsFile(path: path).tensor("x").floats() == [8, 9])
    }

    @Test func aNewFileHasThePermissionsOfAnyNewFile() throws {
        let folder = try TemporaryFolder()
        #expect(FileManager.default.createFile(atPath: folder.file("any"), contents: nil))
        try AtomicFile.write([1], to: folder.file("ours"), durability: .processCrash)
        let mask = umask(0)
        umask(mask)
        #expect(try Self.permissions(folder.file("ours")) == 0o666 & ~Int(mask))
    }

    @Test(arguments: [0o600, 0o640, 0o664, 0o444])
    func aReplacedFileKeepsItsPermissions(_ permissions: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("f")
        try AtomicFile.write([1], to: path, durability: .processCrash)
        #expect(chmod(path, mode_t(permissions)) == 0)
        try AtomicFile.write([2], to: path, durability: .processCrash)
        #expect(try Self.permissions(path) == permissions)
        #expect(try Self.contents(path) == [2])
    }

    @Test func aLinkIsReplacedNotFollowed() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1], to: folder.file("target"), durability: .processCrash)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: "target")
        try AtomicFile.write([2], to: folder.file("link"), durability: .processCrash)
        #expect(try Self.contents(folder.file("target")) == [1])
        #expect(try Self.contents(folder.file("link")) == [2])
    }

    @Test func aBodyThatGivesUpLeavesTheOldFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("f")
        try AtomicFile.write([1], to: path, durability: .processCrash)
        let error = failure {
            try AtomicFile.write(to: path) { (output) throws(SafetensorsError) in
                try output.append(Array(repeating: 2, count: 200_000))
                _ = try SafetensorsFile(path: "/nowhere")
            }
        }
        #expect(error?.code == .notFound)
        #expect(try Self.contents(path) == [1])
        #expect(try folder.names() == ["f"])
    }

    @Test func aPreparedFileWaitsBesideItsPlace() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("f")
        try AtomicFile.write([1], to: path, durability: .processCrash)
        let append = { (output: inout FileOutput) throws(SafetensorsError) in
            try output.append([2])
        }
        let given = try AtomicFile.prepare(at: path, durability: .full, append)
        #expect(try Self.contents(given.temporaryPath) == [2])
        given.discard()
        #expect(try Self.contents(path) == [1])
        #expect(try folder.names() == ["f"])
        let kept = try AtomicFile.prepare(at: path, durability: .full, append)
        try kept.commit()
        kept.discard()
        #expect(try Self.contents(path) == [2])
        #expect(try folder.names() == ["f"])
    }

    /// Names up to the longest that file systems take; the hidden name beside them must fit as well.
    static let names = [
        "a", ".hidden", "with space.json", "🦊.safetensors", "\u{301}starts with a mark",
        String(repeating: "n", count: 255), String(repeating: "é", count: 127),
        String(repeating: "🦊", count: 63),
    ]

    @Test(arguments: names)
    func writesUnderAwkwardNames(_ name: String) throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1], to: folder.file(name), durability: .processCrash)
        let found = try folder.names().map { Array($0.utf8) }
        #expect(found == [Array(name.utf8)])
    }

    @Test(arguments: names)
    func knowsItsHiddenNames(_ name: String) throws {
        let folder = try TemporaryFolder()
        var seen: [String] = []
        try AtomicFile.write(to: folder.file(name), durability: .processCrash) { _ in
            seen = (try? folder.names()) ?? []
        }
        let hidden = try #require(seen.first)
        #expect(seen.count == 1)
        #expect(hidden.utf8.count <= 255)
        #expect(AtomicFile.isTemporaryName(hidden))
        #expect(!AtomicFile.isTemporaryName(name))
    }

    @Test(arguments: [
        "", ".", ".tmp", "a.1.ff.tmp", ".a.tmp", ".a.1.tmp", ".a.1.xyz.tmp", ".a.one.ff.tmp",
        ".a.1.ff.txt", ".a.1.11112222333344445.tmp", "manifest.json",
    ])
    func takesNoOtherNameForHidden(_ name: String) {
        #expect(!AtomicFile.isTemporaryName(name))
    }

    @Test func worksInTheWorkingFolder() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            #expect(chdir(folder.path) == 0)
            try AtomicFile.write([1], to: "f")
            #expect(try folder.names() == ["f"])
        }
    }
}
