import Foundation
import PersonaVectors
import Safetensors
import Testing

@testable import PersonaVectorsCommands

@Suite struct ImportCommandTests {
    private static let target = ["--model", "m/n", "--variant", "t"]

    private static func npy(_ name: String) -> String { Fixtures.path("npy/\(name)") }

    private func store(_ run: CommandRunner) throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: "m/n",
            rootDirectory: run.folder.url.appending(path: "artifacts/activations"),
            variants: [PromptVariant(rawValue: "t")])
    }

    private func ids(_ run: CommandRunner) throws -> [String] {
        try store(run).listPersonas()
    }

    struct Good: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        let ids: [String]
        var testDescription: String { name }
    }

    static let good: [Good] = [
        Good(name: "npy", arguments: [npy("f4-little.npy")], ids: ["f4-little"]),
        Good(
            name: "big endian, Fortran", arguments: [npy("f8-big-fortran.npy")],
            ids: ["f8-big-fortran"]),
        Good(
            name: "npy with an id",
            arguments: [npy("f2-little.npy"), "--persona-id", "p", "--name", "P"],
            ids: ["p"]),
        Good(name: "unnamed npz", arguments: [npy("unnamed.npz")], ids: ["unnamed"]),
        Good(name: "npz", arguments: [npy("stored.npz"), "--tensor", "first"], ids: ["stored"]),
        Good(
            name: "safetensors of the original",
            arguments: [
                Fixtures.path(
                    "stores/basic/google__gemma-2-9b-it/answer_mean/templated/id with space.safetensors"
                )
            ], ids: ["id with space"]),
        Good(
            name: "two files", arguments: [npy("f4-big.npy"), npy("f4-little.npy")],
            ids: ["f4-big", "f4-little"]),
    ]

    @Test(arguments: good)
    func imports(_ item: Good) async throws {
        let run = try CommandRunner()
        let outcome = await run.run(["import"] + item.arguments + Self.target)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors == "")
        #expect(try ids(run) == item.ids)
    }

    @Test func keepsValuesDTypeNameAndSamples() async throws {
        let run = try CommandRunner()
        let outcome = await run.run(
            [
                "import", Self.npy("f2-big-fortran.npy"), "--persona-id", "ü", "--name", "Ü",
                "--sample-ids", "s 1", "s2",
            ] + Self.target)
        #expect(outcome.status == 0)
        let variant = PromptVariant(rawValue: "t")
        let vector = try store(run).load(variant, personaID: "ü")
        #expect(vector.dtype.rawValue == "F16")
        #expect(try vector.layer(2) == [7, 8, 9, 10])
        #expect(try store(run).personaNames(for: ["ü"])["ü"] == "Ü")
        #expect(try store(run).personaSampleIDs(variant, personaID: "ü") == ["s 1", "s2"])
    }

    @Test func dropsTheRowOfTheEmbeddings() async throws {
        let run = try CommandRunner()
        _ = await run.run(
            ["import", Self.npy("f4-little.npy"), "--drop-embedding-row"] + Self.target)
        let vector = try store(run).load(PromptVariant(rawValue: "t"), personaID: "f4-little")
        #expect(vector.layerCount == 2)
        #expect(try vector.layer(1) == [7, 8, 9, 10])
    }

    @Test func importsAList() async throws {
        let run = try CommandRunner()
        try FileManager.default.copyItem(
            atPath: Self.npy("f4-little.npy"), toPath: run.path("a.npy"))
        try run.write(
            """
            {"id": "one", "name": "One", "sample_ids": ["s"], "file": "a.npy", "age": 3}

            {"id": "two", "file": "\(Self.npy("stored.npz"))", "tensor": "first", "variant": "u"}
            {"id": "three", "vector": [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 0.5]]}
            """, to: "list.jsonl")
        let outcome = await run("import", "list.jsonl", "--model", "m/n", "--variant", "t")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try ids(run) == ["one", "three", "two"])
        #expect(try store(run).personaNames(for: ["one", "two"]).map(\.name) == ["One", "two"])
        let inline = try store(run).load(PromptVariant(rawValue: "t"), personaID: "three")
        #expect(try inline.layer(2) == [9, 10, 11, 0.5])
    }

    @Test func aListMayNameVariants() async throws {
        let run = try CommandRunner()
        try run.write(
            """
            {"id": "a", "vector": [[1]], "variant": "templated"}
            {"id": "a", "vector": [[2]], "variant": "biography"}
            """, to: "list.jsonl")
        let outcome = await run("import", "list.jsonl", "--model", "m")
        #expect(outcome.status == 0, "\(outcome.errors)")
        try Fixtures.expectSnapshot(outcome.output, "tables/import-variants.txt")
    }

    @Test func importsAStoreOfTheOriginal() async throws {
        let run = try CommandRunner()
        let outcome = await run("import", Fixtures.path("stores/basic"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        try Fixtures.expectSnapshot(outcome.output, "tables/import-store.txt")
        #expect(await run("verify").status == 0)
        let again = await run("import", Fixtures.path("stores/basic"), "--quiet")
        #expect(again == .init(status: 0, output: "", errors: ""))
        let listed = await run("list", "--model", "google/gemma-2-9b-it", "--format", "json")
        let original = await run(
            "list", "--model", "google/gemma-2-9b-it", "--format", "json", "--activations-dir",
            Fixtures.path("stores/basic"))
        #expect(listed.output == original.output)
    }

    @Test func importsOneVariantOfAStore() async throws {
        let run = try CommandRunner()
        let folder = Fixtures.path("stores/basic/google__gemma-2-9b-it/answer_mean/biography")
        let outcome = await run("import", folder, "--format", "json", "--dry-run")
        #expect(outcome.errors == "Nothing was written: this was a dry run.\n")
        try Fixtures.expectSnapshot(outcome.output, "tables/import-variant-dry-run.txt")
        #expect(try run.folder.contents().isEmpty)
        #expect(await run("import", folder).status == 0)
        #expect(
            await run("list", "--quiet", "--variant", "biography").output.split(separator: "\n")
                .count
                == 8)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        var status: Int32 = 1
        let errors: String
        var testDescription: String { errors }
    }

    static let bad: [Bad] = [
        Bad(
            arguments: ["nothere"] + target, errors: "Error: There is no file or folder nothere.\n"),
        Bad(
            arguments: [npy("f4-little.npy"), "--variant", "t"], status: 64,
            errors: "Error: Files do not say where they belong: name it with --model.\n"),
        Bad(
            arguments: [npy("f4-little.npy"), "--model", "m"], status: 64,
            errors: "Error: Files do not say where they belong: name it with --variant.\n"),
        Bad(
            arguments: [npy("stored.npz"), "--persona-id", "x"] + target, status: 64,
            errors: "Error: '--persona-id', '--name' and '--sample-ids' describe one vector, but 2"
                + " were found. Describe several in a .jsonl file.\n"),
        Bad(
            arguments: [npy("stored.npz"), "--tensor", "third"] + target,
            errors: "Error: \(npy("stored.npz")) has no array 'third'; it holds 'first',"
                + " 'second'.\n"),
        Bad(
            arguments: [npy("one.npy")] + target,
            errors: "Error: The array of \(npy("one.npy")) has the shape 4; a vector must be"
                + " num_layers × hidden_size.\n"),
        Bad(
            arguments: [npy("bad/int64.npy")] + target,
            errors: "Error: The array in \(npy("bad/int64.npy")) has the dtype '<i8'; float16,"
                + " float32 and float64 can be read. Convert it first, for example with"
                + " array.astype('float32').\n"),
        Bad(
            arguments: [npy("README.md")] + target,
            errors: "Error: \(npy("README.md")) is none of the files that can be imported:"
                + " .safetensors, .npy, .npz and .jsonl.\n"),
        Bad(
            arguments: [Fixtures.path("commands/help")] + target,
            errors: "Error: \(Fixtures.path("commands/help")) holds nothing to import: neither a"
                + " store nor .safetensors, .npy, .npz or .jsonl content.\n"),
        Bad(
            arguments: [npy("f4-little.npy"), "--persona-id", "a/b"] + target,
            errors: "Error: The persona id 'a/b' cannot be used: it contains a path separator. It"
                + " becomes the name of a file or folder, so choose one of 1 to 243 bytes without"
                + " '/', '\\' and NUL, other than '.', '..' and 'manifest.json'.\n"),
        Bad(
            arguments: [npy("bad/bool.npy"), npy("scalar.npy")] + target,
            errors: "Error: The array in \(npy("bad/bool.npy")) has the dtype '|b1'; float16,"
                + " float32 and float64 can be read. Convert it first, for example with"
                + " array.astype('float32').\n"
                + "Error: The array of \(npy("scalar.npy")) has the shape (); a vector must be"
                + " num_layers × hidden_size.\n"),
        Bad(
            arguments: [Fixtures.path("stores/basic"), "--model", "nobody"],
            errors: "Error: No model 'nobody' in \(Fixtures.path("stores/basic")). Run"
                + " 'persona-vectors list' to see what there is.\n"),
    ]

    @Test(arguments: bad)
    func refuses(_ item: Bad) async throws {
        let run = try CommandRunner()
        let outcome = await run.run(["import"] + item.arguments)
        #expect(outcome == .init(status: item.status, output: "", errors: item.errors))
        #expect(try run.folder.contents().isEmpty)
    }

    @Test func reportsEveryBadLine() async throws {
        let run = try CommandRunner()
        try run.write(
            """
            {"id": "a", "vector": [[1]]}
            {"id": 3}
            [1]
            {"id": "b"
            {"name": "no id"}
            {"id": "c"}
            {"id": "d", "file": "nope.npy"}
            {"id": "e", "vector": [[1], "x"]}
            {"id": "f", "vector": [[1]], "sample_ids": "s"}
            {"id": "g", "file": "\(Self.npy("stored.npz"))"}
            """, to: "list.jsonl")
        let outcome = await run.run(["import", "list.jsonl"] + Self.target)
        #expect(outcome.status == 1)
        let list = run.path("list.jsonl")
        let expected = [
            "line 2: 'id' must be a string.",
            "line 3: a line must be a JSON object.",
            "line 4: not JSON: expected '}' at byte 10.",
            "line 5: there is no 'id'. A line needs 'id' and 'file', and may have 'name',"
                + " 'sample_ids', 'variant' and 'tensor'.",
            "line 6: there is no 'file'. A line needs 'id' and 'file', and may have 'name',"
                + " 'sample_ids', 'variant' and 'tensor'.",
            "line 7: Could not open \(run.path("nope.npy")): No such file or directory.",
            "line 8: 'vector' must be an array of arrays of numbers, one a layer.",
            "line 9: 'sample_ids' must be an array of strings.",
            "line 10: \(Self.npy("stored.npz")) holds 2 vectors; choose one with 'tensor'.",
        ]
        #expect(outcome.errors == expected.map { "Error: \(list), \($0)\n" }.joined())
        #expect(try run.folder.contents().keys.sorted() == ["list.jsonl"])
    }

    @Test func refusesToOverwriteUnlessTold() async throws {
        let run = try CommandRunner()
        let first = ["import", Self.npy("f4-little.npy"), "--persona-id", "p"] + Self.target
        let second = ["import", Self.npy("f8-little.npy"), "--persona-id", "p"] + Self.target
        #expect(await run.run(first).status == 0)
        #expect(await run.run(first).output.contains("1\n"))
        let before = try run.folder.contents()
        let refused = await run.run(second)
        #expect(
            refused
                == .init(
                    status: 1, output: "",
                    errors: "Error: 'p' would be overwritten: m__n/answer_mean/t has other content"
                        + " under the same id. Pass --replace to overwrite it, or remove it first.\n"
                ))
        #expect(try run.folder.contents() == before)
        #expect(await run.run(second + ["--replace", "--quiet"]).output == "p\n")
        #expect(
            try store(run).load(PromptVariant(rawValue: "t"), personaID: "p").dtype.rawValue
                == "F64")
    }

    @Test func storesThatConflictChangeNothing() async throws {
        let run = try CommandRunner()
        let source = Fixtures.path("stores/basic")
        #expect(await run("import", source).status == 0)
        let changed = await run(
            "import", Self.npy("f4-little.npy"), "--persona-id", "new", "--model",
            "google/gemma-2-9b-it", "--variant", "templated")
        // 3 × 4 does not fit 3 × 8.
        #expect(changed.status == 1)
        #expect(changed.errors.hasPrefix("Error: The tensor for 'new' is 3 × 4, but the manifest"))
    }

    @Test func needsASource() async throws {
        let outcome = try await CommandRunner()("import")
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("Error: Missing expected argument '<sources> ...'\n"))
    }

    @Test func describesOneFileOnly() async throws {
        let outcome = try await CommandRunner()("import", "a", "b", "--name", "x")
        #expect(outcome.status == 64)
        #expect(
            outcome.errors.hasPrefix(
                "Error: '--persona-id', '--name' and '--sample-ids' describe the vector of one"
                    + " file, but 2 sources are named.\n"))
    }
}
