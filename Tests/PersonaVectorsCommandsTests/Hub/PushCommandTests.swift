import Foundation
import HubTesting
import HuggingFaceHub
import Testing

@testable import PersonaVectorsCommands

/// The options of `push`, by what the Hub has afterwards.
@Suite struct PushCommandTests {
    private func splits(_ client: HubClient) async throws -> [String] {
        try await client.snapshot(of: RepositoryID("alice/vectors")).files.compactMap { file in
            file.path.firstMatch(of: /^org__model__answer_mean\/(\w+)-/).map { String($0.output.1) }
        }
    }

    @Test func theUsualVariantsArePushedUnlessOthersAreNamed() async throws {
        try await withStore("custom", "templated") { run, client in
            let pushed = await run("push", "--repo", "alice/vectors")
            #expect(pushed.status == 0)
            #expect(
                pushed.errors.hasPrefix(
                    "Not pushed: 'custom', which org/model, answer_mean has too. Name variants"
                        + " with --variants to push them.\nSent "), "\(pushed.errors)")
            let there = try await splits(client)
            #expect(there == ["templated"])
            let named = await run("push", "--repo", "alice/vectors", "--variants", "custom", "gone")
            #expect(named.status == 0)
            #expect(
                named.errors.hasPrefix(
                    "Not pushed: 'gone', of which org/model, answer_mean has no vectors.\nSent "),
                "\(named.errors)")
            let quiet = await run("push", "--repo", "alice/vectors", "--quiet")
            #expect(quiet.errors.isEmpty)
        }
    }

    @Test func noneOfTheVariantsIsAnError() async throws {
        try await withStore("custom") { run, _ in
            for arguments in [[], ["--variant", "gone"]] {
                let outcome = await run.run(["push", "--repo", "alice/vectors"] + arguments)
                #expect(outcome.status == 1)
                let names = arguments.isEmpty ? "'templated', 'biography'" : "'gone'"
                #expect(
                    outcome.errors.hasPrefix(
                        "Error: There is nothing to push: 'org/model' has no vectors in \(names)"),
                    "\(outcome.errors)")
            }
        }
    }

    @Test func theHelpSaysWhichVariantsThoseAre() async throws {
        let help = try await CommandRunner()("push", "--help")
        #expect(help.output.contains("The variants are templated and biography unless"))
    }

    @Test func privateConcernsNewRepositories() async throws {
        try await withStore("templated", "biography") { run, client in
            let new = await run("push", "--repo", "alice/closed", "--private")
            #expect(new.status == 0 && new.errors.hasPrefix("Sent "))
            let closed = try await client.repositoryInfo(of: RepositoryID("alice/closed"))
            #expect(closed.isPrivate)
            _ = await run("push", "--repo", "alice/open")
            let dry = await run("push", "--repo", "alice/open", "--private", "--dry-run")
            #expect(
                dry.errors.hasPrefix(
                    "alice/open was there before and is public: --private concerns new repositories"
                        + " only.\n"))
            let open = try await client.repositoryInfo(of: RepositoryID("alice/open"))
            #expect(!open.isPrivate)
        }
    }

    @Test func branchRequestAndMessageAreOptions() async throws {
        try await withStore("templated", "biography") { run, client in
            let repository = try RepositoryID("alice/vectors")
            let branch = await run(
                "push", "--repo", "alice/vectors", "--revision", "dev", "--commit-message", "First",
                "--compression", "zstd", "--max-shard-size", "1GB")
            #expect(branch.status == 0, "\(branch.errors)")
            let commits = try await client.commits(of: repository, revision: "dev")
            #expect(commits.map(\.title) == ["First", "initial commit"])
            let request = await run("push", "--repo", "alice/vectors", "--create-pr")
            #expect(request.status == 0)
            #expect(request.errors.hasSuffix(" of pull request 1.\n"), "\(request.errors)")
            let main = try await client.snapshot(of: repository)
            #expect(main.files.map(\.path) == [".gitattributes"])
            let pull = try await client.snapshot(of: repository, revision: "refs/pr/1")
            #expect(pull.files.count == 4)
        }
    }

    @Test func checksCanBeTurnedOff() async throws {
        try await withStore("templated", "biography") { run, _ in
            let file = run.folder.url.appending(
                path: "artifacts/activations/org__model/answer_mean/templated/p.safetensors")
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count - 1] ^= 1
            try bytes.write(to: file)
            let refused = await run("push", "--repo", "alice/vectors")
            #expect(refused.status == 1)
            #expect(refused.errors.hasPrefix("Error: Nothing was pushed: "), "\(refused.errors)")
            let forced = await run("push", "--repo", "alice/vectors", "--no-verify")
            #expect(forced.status == 0, "\(forced.errors)")
        }
    }
}
