import Foundation
import Testing

@testable import PersonaVectorsCommands

@Suite struct CacheCommandTests {
    /// SHA-256 of the two bytes `hi`.
    private static let digest = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
    private static let commit = "0123456789abcdef0123456789abcdef01234567"

    /// A cache with one file, laid out as huggingface_hub lays it out.
    private func filled() throws -> CommandRunner {
        let run = try CommandRunner(environment: ["HF_HUB_CACHE": ""])
        let repository = run.folder.url.appending(path: "cache/datasets--ada--vectors")
        for folder in ["blobs", "refs", "snapshots/\(Self.commit)"] {
            try FileManager.default.createDirectory(
                at: repository.appending(path: folder), withIntermediateDirectories: true)
        }
        try Data("hi".utf8).write(to: repository.appending(path: "blobs/\(Self.digest)"))
        try Data(Self.commit.utf8).write(to: repository.appending(path: "refs/main"))
        try FileManager.default.createSymbolicLink(
            atPath: repository.appending(path: "snapshots/\(Self.commit)/a.txt").path,
            withDestinationPath: "../../blobs/\(Self.digest)")
        return run
    }

    @Test func listsWhatIsCached() async throws {
        let run = try filled()
        #expect(
            await run("cache", "list", "--cache-dir", "cache")
                == .init(
                    status: 0,
                    output: "REPOSITORY   KIND     SIZE  REVISIONS\n"
                        + "ada/vectors  dataset   2 B  main\n",
                    errors: ""))
        #expect(await run("cache", "list", "--cache-dir", "cache", "-q").output == "ada/vectors\n")
        let empty = await run("cache", "list", "--cache-dir", "nowhere")
        #expect(empty == .init(status: 0, output: "", errors: "Nothing is cached.\n"))
        for name in ["models--gpt2", "datasets--squad"] {
            try FileManager.default.createDirectory(
                at: run.folder.url.appending(path: "others/\(name)/blobs"),
                withIntermediateDirectories: true)
        }
        let others = await run("cache", "list", "--cache-dir", "others")
        #expect(
            others.errors == "Left to other programs, as this one reads only namespace/name:"
                + " 'datasets--squad', 'models--gpt2'.\n")
    }

    @Test func findsContentThatIsNotWhatItsNameSays() async throws {
        let run = try filled()
        #expect(
            await run("cache", "verify", "--cache-dir", "cache")
                == .init(
                    status: 0, output: "",
                    errors: "Checked 2 B of 1 repositories: nothing is wrong.\n"))
        let blob = "cache/datasets--ada--vectors/blobs/\(Self.digest)"
        try run.write("ho", to: blob)
        let outcome = await run("cache", "verify", "--cache-dir", "cache", "--quiet")
        #expect(outcome == .init(status: 1, output: run.path(blob) + "\n", errors: ""))
        let told = await run("cache", "verify", "--cache-dir", "cache")
        #expect(
            told.errors == "Checked 2 B of 1 repositories: 1 problems. Remove what is wrong with"
                + " 'persona-vectors cache verify --remove'; it is downloaded again when it is"
                + " needed.\n")
        let removed = await run("cache", "verify", "--cache-dir", "cache", "--remove")
        #expect(removed.status == 0)
        #expect(
            removed.errors
                == "Checked 2 B of 1 repositories: 1 problems, removed. What is needed is"
                + " downloaded again then.\n")
        #expect(!FileManager.default.fileExists(atPath: run.path(blob)))
        #expect(await run("cache", "verify", "--cache-dir", "cache").status == 0)
    }

    /// Parts of files lie beside the cache, and go when no listing has them.
    @Test func partsAreListedAndPruned() async throws {
        var run = try CommandRunner()
        run.environment = ["HF_HOME": run.path("home")]
        let part = "home/persona-vectors/ranges/8f/\(Self.digest)/0-2"
        try FileManager.default.createDirectory(
            at: run.folder.url.appending(path: part).deletingLastPathComponent(),
            withIntermediateDirectories: true)
        try run.write("hi and a digest", to: part)
        let listed = await run("cache", "list")
        #expect(
            listed.output == "REPOSITORY        KIND   SIZE  REVISIONS\n"
                + "(parts of files)  parts  15 B\n")
        let pruned = await run("cache", "prune")
        #expect(pruned.errors == "Removed 15 B in 1 files.\n")
        #expect(await run("cache", "list").errors == "Nothing is cached.\n")
    }

    @Test func prunesWhatNoRevisionNeeds() async throws {
        let run = try filled()
        let stale = "cache/datasets--ada--vectors/blobs/" + String(repeating: "a", count: 64)
        try run.write("old", to: stale)
        let dry = await run("cache", "prune", "--cache-dir", "cache", "--dry-run")
        #expect(dry.errors == "Would remove 3 B in 1 files.\n")
        #expect(FileManager.default.fileExists(atPath: run.path(stale)))
        let real = await run("cache", "prune", "--cache-dir", "cache")
        #expect(real.errors == "Removed 3 B in 1 files.\n")
        #expect(!FileManager.default.fileExists(atPath: run.path(stale)))
        #expect(await run("cache", "verify", "--cache-dir", "cache").status == 0)
    }
}
