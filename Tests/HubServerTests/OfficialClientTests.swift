import Foundation
import HubServer
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

/// The judges of the server: PyPI's `huggingface_hub` and `datasets`, as they are.
@Suite(.serialized) struct OfficialClientTests {
    private func peer(
        _ hub: TestHub, _ command: String, _ arguments: String...,
        token: String = TestHub.Token.alice
    ) async throws -> JSON {
        try JSON(
            await InteropPython.runBeside(
                script: "hub_peer.py",
                arguments: [
                    hub.endpoint, token, hub.folder.appending(path: "python").path, command,
                ]
                    + arguments))
    }

    @Test func huggingfaceHubUploadsListsAndDownloadsAPrivateRepository() async throws {
        try await withTestHub { hub in
            let contents: [String: [UInt8]] = [
                "upload/README.md": Array("# A card\n".utf8),
                "upload/data/part.parquet": noise(300_000, seed: 1),
                "upload/data/empty.txt": [],
                "upload/deep/er/notes with spaces & more.txt": Array("hello".utf8),
            ]
            for (name, bytes) in contents { _ = try hub.file(name, bytes) }
            let uploaded = try await peer(
                hub, "upload", "alice/files", hub.folder.appending(path: "upload").path)
            #expect(uploaded["private"].bool == true)

            let listing = try await peer(hub, "listing", "alice/files", "main")
            let downloaded = try await peer(hub, "download", "alice/files", "main")
            for (name, bytes) in contents {
                let path = String(name.dropFirst("upload/".count))
                #expect(listing[path]["size"].int == bytes.count)
                #expect(downloaded[path].string == sha256(bytes))
            }
            // Only what the Hub keeps as objects has a SHA-256 in the listing.
            #expect(
                listing["data/part.parquet"]["sha256"].string == sha256(noise(300_000, seed: 1)))
            #expect(listing["README.md"]["sha256"].string == nil)
            #expect(listing["README.md"]["blob_id"].string == gitBlob(Array("# A card\n".utf8)))
        }
    }

    @Test func huggingfaceHubUploadsInPartsAndReadsPages() async throws {
        try await withTestHub {
            $0.multipartThreshold = 100_000
            $0.multipartSize = 40_000
            $0.pageSize = 2
        } _: { hub in
            for number in 0..<5 {
                _ = try hub.file("upload/\(number).txt", Array("\(number)".utf8))
            }
            let large = noise(150_001, seed: 2)
            _ = try hub.file("upload/large.bin", large)
            _ = try await peer(
                hub, "upload", "alice/files", hub.folder.appending(path: "upload").path)
            let parts = hub.records.filter { $0.method == "PUT" && $0.isStorage }
            #expect(parts.count == 4)
            let listing = try await peer(hub, "listing", "alice/files", "main")
            #expect(listing["large.bin"]["sha256"].string == sha256(large))
            #expect(listing["4.txt"]["size"].int == 1)
        }
    }

    @Test func huggingfaceHubKeepsAHistory() async throws {
        try await withTestHub { hub in
            let story = try await peer(hub, "history", "alice/story")
            #expect(story["stale"].int == 412)
            #expect(story["main"].strings == [".gitattributes", "d/y.txt"])
            #expect(story["pull"].strings == [".gitattributes", "d/y.txt", "pr.txt"])
            #expect(story["tagged"].strings == [".gitattributes"])
            #expect(
                story["refs"].strings
                    == ["refs/heads/dev", "refs/heads/main", "refs/pr/1", "refs/tags/v1"])
            #expect(
                story["titles"].strings
                    == ["Delete d/x.txt with huggingface_hub", "two files", "initial commit"])
            #expect(story["who"].string == "alice")
        }
    }

    @Test func huggingfaceHubCopiesLargeFiles() async throws {
        try await withTestHub { hub in
            let copied = try await peer(hub, "copy", "alice/copies")
            #expect(copied["from.bin"]["sha256"].string == sha256([0, 1, 2, 3]))
            #expect(copied["to.bin"]["sha256"].string == copied["from.bin"]["sha256"].string)
            #expect(copied["to.bin"]["size"].int == 4)
            #expect(copied["to.bin"]["blob_id"].string == copied["from.bin"]["blob_id"].string)
        }
    }

    @Test func huggingfaceHubRecognizesEachRefusal() async throws {
        try await withTestHub { hub in
            _ = try hub.file("upload/a.txt", [1])
            _ = try await peer(
                hub, "upload", "alice/files", hub.folder.appending(path: "upload").path)
            let errors = try await peer(hub, "errors", "alice/files")
            let expected = [
                "repository": "RepositoryNotFoundError", "revision": "RevisionNotFoundError",
                "entry": "RemoteEntryNotFoundError", "anonymous": "RepositoryNotFoundError",
                "stranger": "RepositoryNotFoundError", "token": "HfHubHTTPError",
                "write": "HfHubHTTPError", "again": "HfHubHTTPError",
            ]
            for (mistake, name) in expected {
                #expect(errors[mistake].string == name, "\(mistake)")
            }
        }
    }

    @Test func datasetsPushesAndLoadsConfigsAndSplits() async throws {
        try await withTestHub { hub in
            let pushed = try await peer(hub, "push", "alice/vectors")
            #expect(pushed["m1/templated-00000-of-00001.parquet"]["sha256"].string != nil)
            let card = try await peer(hub, "card", "alice/vectors")
            #expect(card["same"].bool == true)
            #expect(card["keys"].strings == ["configs", "dataset_info"])
            let configs = try await peer(hub, "configs", "alice/vectors")
            #expect(configs["m1"].strings == ["templated", "biography"])
            #expect(configs["m2"].strings == ["templated"])
            let rows = try await peer(hub, "rows", "alice/vectors", "m1", "biography")
            #expect(rows[3]["persona_id"].string == "biography-3")
            #expect(rows[3]["vector"][1][2].double == 5.5)
        }
    }
}
