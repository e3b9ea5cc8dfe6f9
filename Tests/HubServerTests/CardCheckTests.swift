import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

@testable import HubServer

/// What `POST /api/validate-yaml` refuses.
struct CardCheckTests {
    @Test(arguments: [
        "", "# Prose only", "---\n---\n", "---\nlicense: mit\n---\n",
        "---\nconfigs:\n- config_name: a\n- config_name: b\n  data_files: x\n---\n",
        "---\nconfigs:\n- config_name: a\n  data_files: [x, y]\n---\n",
        "---\nconfigs:\n- config_name: a\n  data_files:\n  - split: s.t\n    path: [x, y]\n---\n",
    ])
    func takesWhatDatasetsReads(card: String) {
        #expect(CardCheck.errors(inREADME: Array(card.utf8)) == [])
    }

    @Test(arguments: [
        ("- a\n- b", ["The YAML must be a mapping"]),
        ("configs: 7", [#""configs" must be a list"#]),
        ("configs: {config_name: a}", [#""configs" must be a list"#]),
        ("configs:\n- data_files: x", [#""configs[0].config_name" is required"#]),
        ("configs:\n- a", [#""configs[0].config_name" is required"#]),
        (
            "configs:\n- config_name: a/b",
            [#""configs[0].config_name" has characters that are not valid"#]
        ),
        (
            "configs:\n- config_name: a\n- config_name: a",
            [#""configs[1].config_name" is there twice"#]
        ),
        (
            "configs:\n- config_name: a\n  data_files: {split: s}",
            [#""configs[0].data_files" must be paths or a list of splits"#]
        ),
        (
            "configs:\n- config_name: a\n  data_files:\n  - split: s",
            [#""configs[0].data_files[0]" needs "split" and "path""#]
        ),
        (
            "configs:\n- config_name: a\n  data_files:\n  - {split: a-b, path: x}\n"
                + "  - {split: s, path: x}\n  - {split: s, path: y}",
            [
                #""configs[0].data_files[0].split" must match ^\w+(\.\w+)*$"#,
                #""configs[0].data_files[2].split" is there twice"#,
            ]
        ),
    ])
    func refusesWhatDatasetsCannotRead(block: String, errors: [String]) {
        #expect(CardCheck.errors(inREADME: Array("---\n\(block)\n---\n".utf8)) == errors)
    }

    @Test func answersWithTheHubsStatusAndForm() async throws {
        try await withTestHub { hub in
            let body = { (card: String) in #"{"content": "\#(card)", "repoType": "dataset"}"# }
            let good = try await hub.raw(
                "POST", "/api/validate-yaml", body: body(#"---\nlicense: mit\n---\n"#))
            #expect(good.status == 200)
            #expect(try good.json()["errors"][0]["message"].string == nil)
            let bad = try await hub.raw(
                "POST", "/api/validate-yaml", body: body(#"---\nconfigs: [\n---\n"#))
            #expect(bad.status == 400)
            let message = try #require(try bad.json()["errors"][0]["message"].string)
            #expect(message.hasPrefix("The YAML cannot be parsed: "))
        }
    }
}
