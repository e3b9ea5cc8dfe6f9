import Foundation
import HuggingFaceHub
import Testing

struct HubConfigurationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var environment: [String: String]
        var cache: String
        var testDescription: String { environment.description }
    }

    /// The expected folders are those that `huggingface_hub.constants` computes.
    @Test(arguments: [
        Case(environment: ["HOME": "/h"], cache: "/h/.cache/huggingface/hub"),
        Case(environment: ["HOME": "/h", "XDG_CACHE_HOME": "/x"], cache: "/x/huggingface/hub"),
        Case(
            environment: ["HOME": "/h", "XDG_CACHE_HOME": "/x", "HF_HOME": "/f"], cache: "/f/hub"),
        Case(environment: ["HF_HOME": "/f", "HF_HUB_CACHE": "/c"], cache: "/c"),
        Case(environment: ["HF_HOME": "/f", "HUGGINGFACE_HUB_CACHE": "/o"], cache: "/o"),
        Case(
            environment: ["HF_HUB_CACHE": "/c", "HUGGINGFACE_HUB_CACHE": "/o", "HOME": "/h"],
            cache: "/c"),
        Case(environment: ["HOME": "/h", "HF_HOME": "~/f"], cache: "/h/f/hub"),
        Case(environment: ["HF_HOME": "$BASE/f", "BASE": "/b"], cache: "/b/f/hub"),
        Case(environment: ["HF_HOME": "${BASE}f", "BASE": "/b/"], cache: "/b/f/hub"),
    ])
    func findsTheSharedCache(_ example: Case) throws {
        let configuration = try HubConfiguration(environment: example.environment)
        #expect(configuration.cacheDirectory.path == example.cache)
    }

    @Test func readsTheTokenFromTheFirstPlaceThatHasOne() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "token")
        try Data(" hf_file\r\n".utf8).write(to: file)
        var environment = ["HF_HOME": folder.path]
        #expect(try HubConfiguration(environment: environment).token == "hf_file")
        environment["HUGGING_FACE_HUB_TOKEN"] = "hf_old"
        #expect(try HubConfiguration(environment: environment).token == "hf_old")
        environment["HF_TOKEN"] = "\nhf_new "
        #expect(try HubConfiguration(environment: environment).token == "hf_new")
        environment["HF_TOKEN"] = "  "
        #expect(try HubConfiguration(environment: environment).token == "hf_old")
        environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "yes"
        #expect(try HubConfiguration(environment: environment).token == nil)
        let elsewhere = ["HF_HOME": "/nowhere", "HF_TOKEN_PATH": file.path]
        #expect(try HubConfiguration(environment: elsewhere).token == "hf_file")
        #expect(try HubConfiguration(environment: ["HF_HOME": "/nowhere"]).token == nil)
    }

    @Test(arguments: [
        ("1", true), ("on", true), ("Yes", true), ("TRUE", true), ("0", false),
        ("", false), ("no", false), ("2", false),
    ])
    func readsSwitchesAsPythonDoes(value: String, expected: Bool) throws {
        for name in ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"] {
            let configuration = try HubConfiguration(environment: [name: value, "HF_HOME": "/f"])
            #expect(configuration.isOffline == expected)
        }
    }

    @Test func readsTimeoutsAndRefusesWhatIsNone() throws {
        let names = ["HF_HUB_ETAG_TIMEOUT", "HF_HUB_DOWNLOAD_TIMEOUT"]
        for name in names {
            let configuration = try HubConfiguration(environment: [name: "33", "HF_HOME": "/f"])
            let seconds = [configuration.metadataTimeout, configuration.downloadTimeout]
            #expect(seconds.sorted() == [10, 33])
            let zero = try HubConfiguration(environment: [name: "0", "HF_HOME": "/f"])
            #expect(zero.metadataTimeout == 10 && zero.downloadTimeout == 10)
            let error = #expect(throws: HubError.self) {
                try HubConfiguration(environment: [name: "soon", "HF_HOME": "/f"])
            }
            #expect(error?.message == "\(name) is 'soon': a whole number of seconds is needed.")
        }
    }

    @Test func readsTheSizeOfTheCacheOfParts() throws {
        let name = "PERSONA_VECTORS_PARTS_BYTES"
        for (text, bytes) in [("1000", 1000), (" 0 ", 0), ("", 4 << 30)] {
            let configuration = try HubConfiguration(environment: [name: text, "HF_HOME": "/f"])
            #expect(configuration.rangeCacheLimit == bytes)
        }
        for text in ["4GB", "-1", "1.5"] {
            let error = #expect(throws: HubError.self) {
                try HubConfiguration(environment: [name: text, "HF_HOME": "/f"])
            }
            #expect(error?.message == "\(name) is '\(text)': a whole number of bytes is needed.")
        }
    }

    @Test(arguments: [
        ("https://huggingface.co", "https://huggingface.co"),
        ("http://127.0.0.1:99///", "http://127.0.0.1:99"),
        ("https://hub.example/base/", "https://hub.example/base"),
    ])
    func cleansTheEndpoint(given: String, expected: String) throws {
        let configuration = try HubConfiguration(
            environment: ["HF_ENDPOINT": given, "HF_HOME": "/f"])
        #expect(try HubClient(configuration).configuration.endpoint == expected)
    }

    @Test(arguments: ["", "huggingface.co", "ftp://x", "https://", "https://a?b", "https://a b"])
    func refusesEndpointsThatAreNone(endpoint: String) throws {
        let configuration = try HubConfiguration(
            environment: ["HF_ENDPOINT": endpoint, "HF_HOME": "/f"])
        let error = #expect(throws: HubError.self) { try HubClient(configuration) }
        #expect(error?.code == .invalidInput)
    }

    @Test func neverShowsTheToken() throws {
        let configuration = try HubConfiguration(
            environment: ["HF_HOME": "/f", "HF_TOKEN": "hf_secret"])
        let client = try HubClient(configuration)
        var text = "\(configuration) \(String(reflecting: configuration)) \(client)"
        dump(configuration, to: &text)
        dump(client, to: &text)
        #expect(client.configuration.token == "hf_secret")
        #expect(!text.contains("secret"))
        #expect(
            "\(configuration)" == "https://huggingface.co, a token, cache /f/hub")
    }

    @Test func neverRepeatsABadTokenInItsComplaint() throws {
        var configuration = try HubConfiguration(environment: ["HF_HOME": "/f"])
        configuration.token = "hf_secret\r\nHost: elsewhere"
        let error = #expect(throws: HubError.self) { try HubClient(configuration) }
        #expect(error?.message.contains("secret") == false)
    }
}
