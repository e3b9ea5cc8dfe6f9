import AlignedMemory
import Foundation
import PersonaVectorsTesting
import Testing

@testable import PersonaVectors

@Suite struct ManifestTests {
    /// Manifests exactly as the original writes them.
    static let written = [
        "stores/basic/google__gemma-2-9b-it/answer_mean/templated",
        "stores/basic/google__gemma-2-9b-it/answer_mean/biography",
        "stores/basic/no-org-model.v1/answer_mean/templated",
        "stores/unicode_order/test__order/answer_mean/templated",
        "stores/manifests/test__model/answer_mean/as_written",
        "traits/trait_vectors/sentence-transformers__all-MiniLM-L6-v2/persona_mean/templated",
    ]

    static func parse(
        _ bytes: [UInt8], kind: ManifestKind = .personas
    ) throws -> Manifest {
        let document = AlignedBytes(count: bytes.count) { $0.copyBytes(from: bytes) }
        return try Manifest.parse(document, kind: kind, path: "manifest.json")
    }

    @Test(arguments: written)
    func whatTheOriginalWroteComesBackByteForByte(_ folder: String) throws {
        let bytes = try Fixtures.bytes(folder + "/manifest.json")
        let kind: ManifestKind = folder.hasPrefix("traits") ? .attributes : .personas
        #expect(try Self.parse(bytes, kind: kind).encoded() == bytes)
    }

    /// Every manifest of the fixtures, whatever its layout, is written as Python would rewrite it.
    @Test(
        arguments: try FileManager.default.contentsOfDirectory(
            atPath: Fixtures.url("stores/manifests/test__model/answer_mean").path
        ).sorted())
    func isRewrittenAsPythonRewritesIt(_ name: String) throws {
        let folder = try TemporaryFolder()
        let copy = try folder.copy("stores/manifests/test__model/answer_mean/\(name)/manifest.json")
        let ours = try Self.parse(Array(try Data(contentsOf: copy))).encoded()
        try InteropPython.run(script: "json_peer.py", arguments: ["rewrite", copy.path])
        #expect(Data(ours) == (try Data(contentsOf: copy)))
    }

    @Test func theScannerAndTheGeneralReaderAgree() throws {
        for folder in Self.written.dropLast() {
            let bytes = try Fixtures.bytes(folder + "/manifest.json")
            let scanned = try #require(bytes.withUnsafeBytes { ManifestScanner.scan($0) })
            let items = try #require(try parseJSON(bytes)["personas"]?.objectValue)
            #expect(scanned.entries.map(\.id) == items.keys)
            let manifest = try Self.parse(bytes)
            for id in items.keys { #expect(manifest.value(of: id) == items[id]) }
        }
    }

    /// One byte more, less or other than the original writes is for the general reader.
    static let unusual = [
        #"{"num_layers": 2, "hidden_size": 4, "personas": {}}"#,
        "{\n  \"num_layers\": 2,\n  \"hidden_size\": 4,\n  \"personas\": {}\n}\n",
        "{\n  \"num_layers\": 02,\n  \"hidden_size\": 4,\n  \"personas\": {}\n}",
        "{\n  \"num_layers\": 2,\n  \"hidden_size\": 4,\n  \"personas\": {\n    \"p\": {\n"
            + "      \"name\": \"\\u0041\",\n      \"sample_ids\": []\n    }\n  }\n}",
        "{\n  \"num_layers\": 2,\n  \"hidden_size\": 4,\n  \"personas\": {\n    \"p\": {\n"
            + "      \"name\": \"é\",\n      \"sample_ids\": []\n    }\n  }\n}",
        "{\n  \"num_layers\": 2,\n  \"hidden_size\": 4,\n  \"personas\": {\n    \"p\": {\n"
            + "      \"name\": \"\\u00E9\",\n      \"sample_ids\": []\n    }\n  }\n}",
    ]

    @Test(arguments: unusual)
    func theScannerLeavesOtherLayoutsAlone(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { ManifestScanner.scan($0) == nil })
    }

    @Test func theScannerNeverReadsPastABrokenFile() throws {
        let bytes = try Fixtures.bytes(Self.written[0] + "/manifest.json")
        for count in 0..<bytes.count {
            bytes[..<count].withUnsafeBytes { cut in
                #expect(ManifestScanner.scan(cut) == nil)
            }
        }
    }

    @Test func unknownKeysOutliveAChange() throws {
        let text =
            #"{"created": "2024", "personas": {"a": {"name": "A", "x": [1]}}, "v": {"b": 1.0}}"#
        var manifest = try Self.parse(Array(text.utf8))
        manifest.set("b", to: .object(["name": .string("B"), "sample_ids": .array([])]))
        let after = try parseJSON(manifest.encoded())
        #expect(after["created"] == .string("2024"))
        #expect(after["v"] == .object(["b": .double(1)]))
        #expect(after["personas"]?["a"]?["x"] == .array([.integer(1)]))
        #expect(after.objectValue?.keys == ["created", "personas", "v"])
        #expect(after["personas"]?.objectValue?.keys == ["a", "b"])
    }

    struct Shape: Sendable {
        let folder: String
        let layerCount: Int?
        let matches: Bool
    }

    /// What the original lists as layers, and whether it lets a 2 × 4 vector in.
    static let shapes = [
        Shape(folder: "as_written", layerCount: 2, matches: true),
        Shape(folder: "no_num_layers", layerCount: nil, matches: false),
        Shape(folder: "num_layers_null", layerCount: nil, matches: false),
        Shape(folder: "num_layers_float", layerCount: nil, matches: true),
        Shape(folder: "num_layers_string", layerCount: nil, matches: false),
        Shape(folder: "num_layers_negative", layerCount: nil, matches: false),
        Shape(folder: "num_layers_zero", layerCount: nil, matches: false),
        Shape(folder: "num_layers_true", layerCount: 1, matches: false),
        Shape(folder: "num_layers_nan_literal", layerCount: nil, matches: false),
        Shape(folder: "big_int_num_layers", layerCount: 1_000_000, matches: false),
        Shape(folder: "no_hidden_size", layerCount: 2, matches: false),
    ]

    @Test(arguments: shapes)
    func readsTheStatedShapeAsTheOriginalDoes(_ shape: Shape) throws {
        let manifest = try Self.parse(
            Fixtures.bytes("stores/manifests/test__model/answer_mean/\(shape.folder)/manifest.json")
        )
        #expect(manifest.layerCount == shape.layerCount)
        #expect(manifest.states(layerCount: 2, hiddenSize: 4) == shape.matches)
    }

    struct Broken: Sendable {
        let folder: String
        let message: String
    }

    private static let hint =
        " Run 'persona-vectors verify --repair' to rebuild it from the tensor files."

    static let broken: [Broken] =
        [
            (
                "attributes_instead",
                " has no object named 'personas', which lists what the folder holds."
            ),
            ("bad_escape", " is not JSON: an escape that JSON does not have at byte 85."),
            ("bom", " is not JSON: expected a value at byte 0."),
            ("comment", " is not JSON: expected a value at byte 0."),
            ("deep_nesting_5000", " is not JSON: nested too deeply at byte 533."),
            ("empty_file", " is not JSON: the text ends where a value is needed at byte 0."),
            ("no_personas", " has no object named 'personas', which lists what the folder holds."),
            ("not_json", " is not JSON: expected a value at byte 0."),
            ("nul_bytes", " is not JSON: text after the JSON value at byte 144."),
            (
                "personas_null",
                " has no object named 'personas', which lists what the folder holds."
            ),
            (
                "raw_control_char_in_name",
                " is not JSON: a control character inside a string at byte 85."
            ),
            (
                "raw_newline_in_name",
                " is not JSON: a control character inside a string at byte 85."
            ),
            ("root_null", " is not a JSON object, as a manifest must be."),
            ("root_number", " is not a JSON object, as a manifest must be."),
            ("root_string", " is not a JSON object, as a manifest must be."),
            ("two_documents", " is not JSON: text after the JSON value at byte 145."),
            ("utf16", " is not JSON: expected a value at byte 0."),
        ].map { Broken(folder: $0.0, message: "The manifest manifest.json" + $0.1 + hint) }

    @Test(arguments: broken)
    func refusesABrokenManifest(_ item: Broken) throws {
        let bytes = try Fixtures.bytes("manifests/\(item.folder)/manifest.json")
        let error = #expect(throws: ArtifactError.self) { try Self.parse(bytes) }
        #expect(error?.code == .invalidManifest)
        #expect(error?.message == item.message)
    }

    @Test func everyBrokenManifestOfTheFixturesIsInTheTable() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Fixtures.url("manifests").path)
        #expect(Set(folders.filter { $0 != "README.md" }) == Set(Self.broken.map(\.folder)))
    }
}
