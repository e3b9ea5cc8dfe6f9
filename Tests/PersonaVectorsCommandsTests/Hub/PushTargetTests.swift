import Foundation
import HubTesting
import HuggingFaceHub
import PersonaVectorsTesting
import Testing

/// Where `push` goes: what it says of it, what it makes, and what it refuses.
@Suite struct PushTargetTests {
    private static let repo = ["push", "--repo", "alice/vectors"]

    private func references(_ client: HubClient) async throws -> [String] {
        try await client.references(of: RepositoryID("alice/vectors")).map(\.reference)
    }

    private func json(_ outcome: CommandRunner.Outcome) throws -> JSON {
        try JSON(Data(outcome.output.utf8))
    }

    @Test func aMissingBranchIsNotMadeForNothing() async throws {
        try await withStore("templated") { run, client in
            _ = await run.run(Self.repo)
            let new = Self.repo + ["--revision", "brandnew"]
            let dry = await run.run(new + ["--dry-run", "--format", "json"])
            let plan = try json(dry)
            #expect(plan["is_new_repository"].bool == false)
            #expect(plan["new_branch"].string == nil)
            #expect(plan["files"][0]["change"].string == "equal")
            #expect(
                dry.errors
                    == "alice/vectors has all of this already on main, so the branch 'brandnew' is"
                    + " not made. Nothing was sent: this was a dry run.\n")
            let real = await run.run(new)
            #expect(
                real.errors
                    == "alice/vectors has all of this already on main, so the branch 'brandnew' is"
                    + " not made; there is no new commit.\n")
            let references = try await references(client)
            #expect(references == ["refs/heads/main"])
        }
    }

    @Test func aMissingBranchBeginsAtMain() async throws {
        try await withStore("templated", "custom") { run, client in
            _ = await run.run(Self.repo)
            let repository = try RepositoryID("alice/vectors")
            let main = try await client.commits(of: repository)
            let new =
                Self.repo + ["--revision", "brandnew", "--variants", "templated", "custom"]
            let dry = await run.run(new + ["--dry-run", "--format", "json"])
            let plan = try json(dry)
            #expect(plan["new_branch"].string == "brandnew")
            let changes = (0..<3).map { plan["files"][$0]["change"].string }
            #expect(changes == ["changed", "new", "equal"])
            #expect(
                dry.errors.contains(
                    " in 2 files to the branch 'brandnew' of alice/vectors, which would be made from"
                        + " main, in one commit."), "\(dry.errors)")
            let references = try await references(client)
            #expect(references == ["refs/heads/main"])
            let real = await run.run(new)
            #expect(real.errors.hasSuffix(" of the new branch 'brandnew'.\n"), "\(real.errors)")
            let commits = try await client.commits(of: repository, revision: "brandnew")
            #expect(commits.dropFirst().map(\.commit) == main.map(\.commit))
            #expect(try await client.commits(of: repository).map(\.commit) == main.map(\.commit))
        }
    }

    @Test func aNewRepositoryHasItsBranchToo() async throws {
        try await withStore("templated") { run, _ in
            let dry = await run.run(
                Self.repo + ["--revision", "dev", "--dry-run", "--format", "json"])
            let plan = try json(dry)
            #expect(plan["is_new_repository"].bool == true)
            #expect(plan["new_branch"].string == "dev")
            #expect(
                dry.errors.contains(
                    " to alice/vectors, which would be made with the branch 'dev',"),
                "\(dry.errors)")
        }
    }

    @Test func aNewBranchIsAsPublicAsItsRepository() async throws {
        try await withStore("templated", "custom") { run, _ in
            _ = await run.run(Self.repo)
            for isDry in [["--dry-run"], []] {
                let outcome = await run.run(
                    Self.repo
                        + ["--revision", "secret", "--private", "--variant", "custom"]
                        + ["--format", "json"] + isDry)
                let report = try json(outcome)
                #expect(report["stays_public"].bool == true)
                #expect(
                    outcome.errors.hasPrefix(
                        "alice/vectors was there before and is public: --private concerns new"
                            + " repositories only.\n"), "\(outcome.errors)")
            }
        }
    }

    @Test func onlyBranchesAndPullRequestsTakeAPush() async throws {
        try await withStore("templated", "custom") { run, client in
            _ = await run.run(Self.repo)
            let head = try await client.resolveRevision(of: RepositoryID("alice/vectors")).hex
            let folder = try #require(run.environment["TEST_HUB_FOLDER"])
            let tags = URL(filePath: folder)
                .appending(path: "served/repositories/alice/vectors/refs/tags")
            try FileManager.default.createDirectory(
                at: tags, withIntermediateDirectories: true)
            try Data("\(head)\n".utf8).write(to: tags.appending(path: "v1"))
            let before = try await references(client)
            let commit =
                "' of alice/vectors: it is no branch and reads like the id of a commit, which never"
                + " changes. Name a branch; one that is to have this name has to be there before."
            let tag =
                "' of alice/vectors: it is a tag, which stays where it is. Name a branch or"
                + " refs/pr/N."
            let cases = [
                (head, commit), (String(head.prefix(7)), commit), ("v1", tag),
                ("refs/tags/v1", tag),
                (
                    "refs/pr/9",
                    "': alice/vectors has no such pull request. Open one with 'persona-vectors push"
                        + " --create-pr', or name one that is there."
                ),
                (
                    "refs/heads/zz",
                    "': alice/vectors has no such reference, and a branch is made by its plain name"
                        + " only. Leave out 'refs/…/'."
                ),
            ]
            for (name, sentence) in cases {
                for isDry in [["--dry-run"], []] {
                    let outcome = await run.run(
                        Self.repo + ["--variant", "custom", "--revision", name] + isDry)
                    #expect(outcome.status == 1)
                    #expect(outcome.errors == "Error: Cannot push to '\(name)\(sentence)\n")
                }
            }
            #expect(try await references(client) == before)
        }
    }

    @Test(arguments: [TestHub.Token.alice, TestHub.Token.bob])
    func noBranchIsMadeForAPullRequest(token: String) async throws {
        try await withStore("templated", "custom") { run, client in
            _ = await run.run(Self.repo)
            var caller = run
            caller.environment["HF_TOKEN"] = token
            let outcome = await caller.run(
                Self.repo + ["--variant", "custom", "--create-pr", "--revision", "nowhere"])
            #expect(outcome.status == 1)
            #expect(
                outcome.errors
                    == "Error: Cannot open a pull request against 'nowhere': alice/vectors has no"
                    + " such branch. Name a branch that is there, or none for main.\n")
            let references = try await references(client)
            #expect(references == ["refs/heads/main"])
        }
    }

    @Test func aPushNeedsTheHub() async throws {
        try await withStore("templated", "custom") { run, _ in
            _ = await run.run(Self.repo)
            var offline = run
            offline.environment["HF_HUB_OFFLINE"] = "1"
            for isDry in [["--dry-run"], []] {
                let outcome = await offline.run(Self.repo + ["--variant", "custom"] + isDry)
                #expect(outcome.status == 1)
                #expect(
                    outcome.errors
                        == "Error: Cannot write to alice/vectors: offline mode is on"
                        + " (HF_HUB_OFFLINE), and writing needs the Hub. Unset it and try again.\n")
            }
        }
    }

    @Test func writingToWhatEverybodyReadsNeedsAToken() async throws {
        try await withStore("templated", "custom") { run, _ in
            _ = await run.run(Self.repo)
            var stranger = run
            stranger.environment["HF_TOKEN"] = nil
            let outcome = await stranger.run(Self.repo + ["--variant", "custom"])
            #expect(outcome.status == 1)
            #expect(
                outcome.errors
                    == "Error: Could not write to alice/vectors at 'main' without a token. Make one"
                    + " in the Hub's settings and set HF_TOKEN or pass it.\n")
        }
    }

    @Test(arguments: ["", " "])
    func aCommitNeedsAMessage(text: String) async throws {
        try await withStore("templated") { run, client in
            let outcome = await run.run(Self.repo + ["--commit-message", text])
            #expect(outcome.status == 64)
            #expect(
                outcome.errors.hasPrefix(
                    "Error: '--commit-message' is empty: a commit needs a message. Write one, or"
                        + " leave the option out.\n"), "\(outcome.errors)")
            let error = await #expect(throws: HubError.self) {
                try await client.repositoryInfo(of: RepositoryID("alice/vectors"))
            }
            #expect(error?.code == .repositoryNotFound)
        }
    }
}
