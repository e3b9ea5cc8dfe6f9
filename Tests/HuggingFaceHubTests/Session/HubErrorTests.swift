import Foundation
import HubTesting
import HuggingFaceHub
import Testing

/// Every answer that is a refusal, its code and its sentence.
struct HubErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var status: Int
        var headers: [(String, String)] = []
        var body = ""
        var token: String? = "hf_x"
        var code: HubError.Code
        var message: String
        var testDescription: String { "\(status) \(headers) \(token ?? "no token")" }
    }

    static let cases = [
        Case(
            status: 404, headers: [("X-Error-Code", "RepoNotFound")], code: .repositoryNotFound,
            message: "No dataset repository a/b on the Hub, or the token in use does not see it. "
                + "Check the name, and that the token's account is a member."),
        Case(
            status: 401, headers: [("X-Error-Code", "RepoNotFound")], token: nil,
            code: .repositoryNotFound,
            message: "No dataset repository a/b on the Hub, or it is private. Check the name, and "
                + "set HF_TOKEN or pass a token if it is private."),
        Case(
            status: 401, token: nil, code: .repositoryNotFound,
            message: "No dataset repository a/b on the Hub, or it is private. Check the name, and "
                + "set HF_TOKEN or pass a token if it is private."),
        Case(
            status: 404, headers: [("X-Error-Code", "RevisionNotFound")], code: .revisionNotFound,
            message: "No revision 'v9' in a/b. Pass a branch, a tag, 'refs/pr/N' or a commit."),
        Case(
            status: 404, headers: [("X-Error-Code", "EntryNotFound")], code: .entryNotFound,
            message: "No 'd/x' in a/b at 'v9'. List the repository to see what it has."),
        Case(
            status: 403, headers: [("X-Error-Code", "GatedRepo")], code: .gated,
            message: "The files of a/b are gated, and the token's account has no access. Ask for "
                + "it on the repository's page."),
        Case(
            status: 401, headers: [("X-Error-Code", "GatedRepo")], token: nil, code: .gated,
            message: "The files of a/b are gated. Agree to the terms on the repository's page and "
                + "set HF_TOKEN or pass a token."),
        Case(
            status: 401,
            headers: [("X-Error-Message", "Invalid credentials in Authorization header")],
            code: .invalidToken,
            message: "The Hub does not know the token used for 'd/x' in a/b at 'v9'. Make a new "
                + "one in the Hub's settings and set HF_TOKEN or pass it."),
        Case(
            status: 401, headers: [("X-Error-Message", "Invalid credentials.")], token: nil,
            code: .invalidToken,
            message: "Could not read 'd/x' in a/b at 'v9' without a token. Make one in the Hub's "
                + "settings and set HF_TOKEN or pass it."),
        // The Hub does not admit to a repository that the token does not see.
        Case(
            status: 401, code: .repositoryNotFound,
            message: "No dataset repository a/b on the Hub, or the token in use does not see it. "
                + "Check the name, and that the token's account is a member."),
        Case(
            status: 403, body: #"{"error": "No rights."}"#, code: .forbidden,
            message: "Could not read 'd/x' in a/b at 'v9': the Hub says this account may not: "
                + "\"No rights\". Use a token with read access to the repository."),
        Case(
            status: 403, token: nil, code: .forbidden,
            message: "Could not read 'd/x' in a/b at 'v9': the Hub says this account may not. Set "
                + "HF_TOKEN or pass a token with read access to the repository."),
        Case(
            status: 403, headers: [("X-Error-Message", "Access to this resource is disabled.")],
            code: .disabled,
            message: "Could not read 'd/x' in a/b at 'v9': the Hub has disabled access to it. The "
                + "repository's page may say why; its owner can ask the Hub."),
        Case(
            status: 409, body: #"{"error": "Busy..."}"#, code: .alreadyExists,
            message: "Could not read 'd/x' in a/b at 'v9': it exists already or is being changed: "
                + "\"Busy...\"."),
        Case(
            status: 400, body: #"{"error": ["one", "two"]}"#, code: .refused,
            message: "Could not read 'd/x' in a/b at 'v9': the Hub answered with status 400: "
                + "\"one; two\"."),
        Case(
            status: 400, body: #"{"errors": [{"message": "three"}]}"#, code: .refused,
            message: "Could not read 'd/x' in a/b at 'v9': the Hub answered with status 400: "
                + "\"three\"."),
        Case(
            status: 418, body: "<html>", code: .refused,
            message: "Could not read 'd/x' in a/b at 'v9': the Hub answered with status 418."),
        Case(
            status: 501, code: .serverFailure,
            message: "Could not read 'd/x' in a/b at 'v9': the Hub failed with status 501. Try "
                + "again later."),
    ]

    @Test(arguments: cases)
    func saysWhatFailedAndWhatToDo(_ example: Case) async throws {
        let headers = example.headers + [("X-Request-Id", "r-1")]
        let transport = ScriptedTransport([
            .answer(example.status, headers: headers, body: example.body)
        ])
        // A listing is read by GET, so that the body counts as well as the headers.
        let client = try scriptedClient(transport, token: example.token)
        let error = await #expect(throws: HubError.self) {
            try await client.listTree(of: RepositoryID("a/b"), revision: "v9", folder: "d/x")
        }
        let expected = example.message.replacing("Could not read", with: "Could not list")
        #expect(error?.message == expected)
        #expect(error?.code == example.code)
        #expect(error?.status == example.status)
        #expect(error?.requestID == "r-1")
        #expect(error.map { "\($0)" } == expected)
        #expect(error?.localizedDescription == expected)
    }

    @Test func saysThatWritingNeedsAnotherToken() async throws {
        let advice: [String?: String] = [
            "hf_x": "Use a token with write access to the repository.",
            nil: "Set HF_TOKEN or pass a token with write access to the repository.",
        ]
        for (token, advice) in advice {
            let client = try scriptedClient(ScriptedTransport([.answer(403)]), token: token)
            let error = await #expect(throws: HubError.self) {
                try await client.createRepository(RepositoryID("a/b"))
            }
            #expect(
                error?.message
                    == "Could not create a/b: the Hub says this account may not. \(advice)")
        }
    }

    @Test func saysThatTheTokenIsUnknown() async throws {
        let answers: [String?: String] = [
            "hf_x": "The Hub does not know the token used for the Hub. Make a new one in the Hub's "
                + "settings and set HF_TOKEN or pass it.",
            nil:
                "Could not ask who is asking the Hub without a token. Make one in the Hub's settings "
                + "and set HF_TOKEN or pass it.",
        ]
        for (token, message) in answers {
            let client = try scriptedClient(ScriptedTransport([.answer(401)]), token: token)
            let error = await #expect(throws: HubError.self) { try await client.accountName() }
            #expect(error?.code == .invalidToken)
            #expect(error?.message == message)
        }
    }

    /// A storage that refuses an address says nothing of the account.
    @Test func saysThatTheStorageRefused() async throws {
        let metadata: [(String, String)] = [
            ("X-Repo-Commit", String(repeating: "1", count: 40)), ("X-Linked-ETag", sha256([])),
            ("X-Linked-Size", "5"), ("Location", "https://cdn.example/x?Signature=s"),
        ]
        let round: [ScriptedTransport.Reply] = [
            .answer(302, headers: metadata), .answer(403, body: "<Error>"),
        ]
        let error = await #expect(throws: HubError.self) {
            try await scriptedClient(ScriptedTransport(round + round)).download(
                HubFile("x", in: RepositoryID("a/b")))
        }
        #expect(error?.code == .refused)
        #expect(
            error?.message
                == "Could not read 'x' in a/b at 'main': https://cdn.example:443 refused the address "
                + "that the Hub gave. Try again; a proxy on the way may be to blame.")
    }

    @Test func saysThatNobodyAnswered() async throws {
        let client = try scriptedClient(ScriptedTransport([])) { $0.retryPolicy.retryCount = 0 }
        let error = await #expect(throws: HubError.self) {
            try await client.snapshot(of: RepositoryID("a/b"))
        }
        #expect(error?.code == .network)
        #expect(
            error?.message
                == "Could not read a/b at 'main': no answer from https://hub.example:443 "
                + "(scripted failure). Check the connection, or set HF_HUB_OFFLINE=1 to use the "
                + "cache only.")
    }

    @Test(arguments: [
        "", "[]", "{}", "<html>", #"{"id": "a/b", "sha": "main"}"#,
        #"{"id": "a/b", "sha": "0000000000000000000000000000000000000000", "siblings": [{}]}"#,
        #"{"id": "a/b", "sha": "0000000000000000000000000000000000000000", "#
            + #""siblings": [{"rfilename": "../x", "size": 1, "blobId": "#
            + #""0000000000000000000000000000000000000000"}]}"#,
        #"{"id": "a/b", "sha": "0000000000000000000000000000000000000000", "#
            + #""siblings": [{"rfilename": "x", "size": -1, "blobId": "#
            + #""0000000000000000000000000000000000000000"}]}"#,
        #"{"id": "a/b", "sha": "0000000000000000000000000000000000000000", "#
            + #""siblings": [{"rfilename": "x", "size": 1, "blobId": "../../x"}]}"#,
    ])
    func refusesAnswersThatAreNotAHubs(body: String) async throws {
        let client = try scriptedClient(ScriptedTransport([.answer(200, body: body)]))
        await #expect(throws: HubError.self) {
            try await client.snapshot(of: RepositoryID("a/b"))
        }
        #expect(client.cache.repositories().isEmpty)
    }
}
