import Foundation
import Testing

@testable import PersonaVectors

/// A save that cannot be written is an error, and the store is as before.
@Suite struct FailureTests {
    /// A shell that has its own mounts; needs root or user namespaces.
    private static let namespace = ["unshare", "--map-root-user", "--mount", "sh", "-c"]

    static let hasNamespaces: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = namespace + ["true"]
        process.standardError = nil
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test func aFileThatMayNotGrowLeavesTheStoreAsItWas() throws {
        let folder = try TemporaryFolder()
        try Exerciser.runExpectingSuccess(
            ["save", folder.url.path, "templated", "a", "5", "processCrash"])
        let before = try folder.contents()
        let limited = try Exerciser.run(
            ["save", folder.url.path, "templated", "b", "1", "processCrash", "300"])
        #expect(limited.status == 1)
        #expect(limited.output == [])
        #expect(limited.complaint.contains("b-0.safetensors': File too large (errno 27)."))
        #expect(limited.complaint.split(separator: "\n").count == 1)
        #expect(try folder.contents() == before)
    }

    @Test func aManifestThatMayNotGrowTakesTheTensorBack() throws {
        let folder = try TemporaryFolder()
        try Exerciser.runExpectingSuccess(
            ["save", folder.url.path, "templated", "a", "20", "processCrash"])
        let before = try folder.contents()
        // Enough for a tensor file, not for the manifest of twenty.
        let limited = try Exerciser.run(
            ["save", folder.url.path, "templated", "b", "1", "processCrash", "4096"])
        #expect(limited.status == 1)
        #expect(limited.complaint.contains("manifest.json': File too large (errno 27)."))
        #expect(try folder.contents() == before)
    }

    @Test(.enabled(if: hasNamespaces, "needs a mount namespace"))
    func aFullDiskLeavesTheStoreAsItWas() throws {
        let folder = try TemporaryFolder()
        // Saves until the disk is full; then every acknowledged save must be there and no other.
        let outcome = try Exerciser.run(
            ["save", folder.url.path, "templated", "a", "1000", "full"],
            wrapper: Self.namespace + [
                """
                mount -t tmpfs -o size=128k tmpfs "$2" && "$0" "$@"; status=$?
                ls -A "$2/test__model/answer_mean/templated" | grep -c safetensors
                grep -c '"name"' "$2/test__model/answer_mean/templated/manifest.json"
                ls -A "$2/test__model/answer_mean/templated" | grep -c tmp
                exit $status
                """
            ])
        #expect(outcome.status == 1)
        #expect(outcome.complaint.contains(": No space left on device (errno 28)."))
        let acknowledged = outcome.output.dropLast(3)
        #expect(acknowledged.count > 3)
        let counts = outcome.output.suffix(3).compactMap { Int($0) }
        #expect(counts == [acknowledged.count, acknowledged.count, 0])
    }

    @Test(.enabled(if: hasNamespaces, "needs a mount namespace"))
    func aReadOnlyFolderIsAClearErrorAndCanBeRead() throws {
        let folder = try TemporaryFolder()
        try Exerciser.runExpectingSuccess(
            ["save", folder.url.path, "templated", "a", "5", "processCrash"])
        let before = try folder.contents()
        let outcome = try Exerciser.run(
            ["save", folder.url.path, "templated", "b", "1", "processCrash"],
            wrapper: Self.namespace + [
                """
                mount --bind "$2" "$2" && mount -o remount,ro,bind "$2" && "$0" measure-reading \
                    "$2" templated 0 >&2 && "$0" "$@"
                """
            ])
        #expect(outcome.status == 1)
        #expect(outcome.output == [])
        let lines = outcome.complaint.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first.flatMap { Int($0) } != nil)
        #expect(lines.last?.hasSuffix(": Read-only file system.") == true)
        #expect(try folder.contents() == before)
    }

    @Test func aFileWhereAFolderMustBeIsAClearError() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.url.appending(path: "test__model"))
        let store = try PersonaVectorStore.test(folder.url)
        let error = #expect(throws: ArtifactError.self) { try store.save("p") }
        #expect(error?.code == .ioFailed)
        #expect(try folder.contents().keys.sorted() == ["test__model"])
    }

    /// Linux says there that a folder is missing whose parent is not: no reason to try for ever.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
    func aFolderThatCannotBeMadeIsAClearError() throws {
        let error = #expect(throws: ArtifactError.self) { try Folders.create("/proc/x/y") }
        #expect(error?.code == .ioFailed)
        #expect(
            error?.message.contains("create the folder /proc/x: No such file") == true,
            "\(error?.message ?? "")")
    }

    @Test func foldersMadeForAFailedSaveAreTakenBack() throws {
        let folder = try TemporaryFolder()
        let root = folder.url.appending(path: "new/root")
        let limited = try Exerciser.run(
            ["save", root.path, "templated", "a", "1", "processCrash", "100"])
        #expect(limited.status == 1)
        #expect(try folder.contents().isEmpty)
    }
}

extension Exerciser {
    static func runExpectingSuccess(_ arguments: [String]) throws {
        let outcome = try run(arguments)
        try #require(outcome.status == 0, "\(outcome.complaint)")
    }
}
