import Foundation
import Safetensors
import Testing

/// Every way in which the system can refuse: one sentence, nothing changed, nothing left behind.
struct AtomicFileFailureTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let name: String
        let errorNumber: Int32?
        let message: @Sendable (String) -> String
    }

    static let refused = [
        Refused(
            testDescription: "a folder that is not there", name: "none/f", errorNumber: ENOENT,
            message: {
                """
                Cannot write '\($0)': No such file or directory (errno 2). Nothing was changed. Its \
                folder does not exist; make it first.
                """
            }),
        Refused(
            testDescription: "a file in place of the folder", name: "file/f", errorNumber: ENOTDIR,
            message: {
                """
                Cannot write '\($0)': Not a directory (errno 20). Nothing was changed. Its folder \
                does not exist; make it first.
                """
            }),
        Refused(
            testDescription: "a folder in place of the file", name: "folder", errorNumber: EISDIR,
            message: {
                "Cannot write '\($0)': Is a directory (errno 21). Nothing was changed."
            }),
        Refused(
            testDescription: "a name too long", name: String(repeating: "n", count: 256),
            errorNumber: ENAMETOOLONG,
            message: {
                """
                Cannot write '\($0)': File name too long (errno \(ENAMETOOLONG)). Nothing was \
                changed. Choose a shorter name.
                """
            }),
        Refused(
            testDescription: "no name", name: "folder/", errorNumber: nil,
            message: { "Cannot write '\($0)': the path ends without a file name. Add one." }),
        Refused(
            testDescription: "the folder above", name: "folder/..", errorNumber: nil,
            message: { "Cannot write '\($0)': the path ends without a file name. Add one." }),
        Refused(
            testDescription: "a NUL", name: "a\0b", errorNumber: nil,
            message: {
                """
                Cannot use '\($0.replacing("\0", with: "\\0"))' as a path: it holds a NUL character. \
                Choose another name.
                """
            }),
    ]

    @Test(arguments: refused)
    func refuses(_ thing: Refused) throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1], to: folder.file("file"), durability: .processCrash)
        try FileManager.default.createDirectory(
            atPath: folder.file("folder"), withIntermediateDirectories: false)
        let path = folder.file(thing.name)
        let error = try #require(failure { try AtomicFile.write([2], to: path) })
        #expect(error.message == thing.message(path))
        #expect(error.errorNumber == thing.errorNumber)
        #expect(error.code == (thing.errorNumber == nil ? .notAFile : .ioFailed))
        #expect(error.path == path)
        #expect(try folder.names() == ["file", "folder"])
        #expect(try AtomicFileTests.contents(folder.file("file")) == [1])
    }

    @Test func refusesInAFolderWithoutPermission() async {
        // A process of its own, because root may write anywhere and has to stop being root.
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let path = folder.file("f")
            try AtomicFile.write([1], to: path)
            #expect(chmod(folder.path, 0o555) == 0)
            if geteuid() == 0 { #expect(seteuid(65534) == 0) }
            let error = try #require(failure { try AtomicFile.write([2], to: path) })
            #expect(
                error.message
                    == """
                    Cannot write '\(path)': Permission denied (errno 13). Nothing was changed. Check \
                    who may write in its folder.
                    """)
            #expect(try folder.names() == ["f"])
            #expect(try AtomicFileTests.contents(path) == [1])
            if getuid() == 0 { #expect(seteuid(0) == 0) }
            #expect(chmod(folder.path, 0o755) == 0)
        }
    }

    @Test func removesWhatDoesNotFit() async {
        // A process of its own, because the limit on the size of files holds for all its threads.
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let path = folder.file("f")
            try AtomicFile.write([1], to: path)
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
            #expect(setrlimit(fileSizeLimit, &limit) == 0)
            let bytes = [UInt8](repeating: 2, count: 150_000)
            let error = try #require(failure { try AtomicFile.write(bytes, to: path) })
            #expect(error.errorNumber == EFBIG)
            #expect(
                error.message
                    == "Cannot write '\(path)': File too large (errno 27). Nothing was changed.")
            #expect(try folder.names() == ["f"])
            #expect(try AtomicFileTests.contents(path) == [1])
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func saysThatTheDiskIsFull() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let error = try #require(
            failure {
                var output = FileOutput(descriptor: descriptor, path: "/disk/f")
                try output.append([1, 2, 3])
                try output.flush()
            })
        #expect(error.errorNumber == ENOSPC)
        #expect(
            error.message
                == """
                Cannot write '/disk/f': No space left on device (errno 28). Nothing was changed. Free \
                some space and try again.
                """)
    }

    @Test func saysThatAFolderCannotBeFlushed() throws {
        let error = try #require(failure { try AtomicFile.syncFolder("/nowhere") })
        #expect(
            error.message
                == """
                Cannot make the names in folder '/nowhere' durable: No such file or directory (errno \
                2). What was written there is readable now but may be lost in a power cut; save it \
                again.
                """)
    }
}

#if os(Linux)
/// glibc declares the resources as an enumeration, the functions take its raw value.
private let fileSizeLimit = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
#else
private let fileSizeLimit = RLIMIT_FSIZE
#endif
