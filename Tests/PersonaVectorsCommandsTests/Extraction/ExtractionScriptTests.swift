import Foundation
import Testing

/// The two scripts, with a program in place of ours that notes how it is called.
struct ExtractionScriptTests {
    let folder: TemporaryFolder
    let scripts = Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "scripts")

    init() throws {
        folder = try TemporaryFolder()
        let program = folder.url.appending(path: "persona-vectors")
        try Data(
            """
            #!/bin/sh
            echo "$*" >> "\(folder.url.path)/calls"
            if [ "$1" = extract ]; then
                printf '{\\n  "model": "org/m",\\n  "saved": []\\n}\\n'
            fi

            """.utf8
        ).write(to: program)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: program.path)
    }

    /// Runs a script and returns its status, the calls that it made and what it complained of.
    func run(
        _ script: String, _ variables: [String: String]
    ) throws -> (status: Int32, calls: [String], errors: String) {
        let process = Process()
        process.executableURL = scripts.appending(path: script)
        process.environment = [
            "PATH": folder.url.path + ":/usr/bin:/bin", "DATE": "2026-01-31",
        ].merging(variables) { $1 }
        process.currentDirectoryURL = folder.url
        let errors = folder.url.appending(path: "errors")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let calls = folder.url.appending(path: "calls")
        let isThere = FileManager.default.fileExists(atPath: calls.path)
        let text = isThere ? try String(contentsOf: calls, encoding: .utf8) : ""
        return (
            process.terminationStatus, text.split(separator: "\n").map(String.init),
            try String(contentsOf: errors, encoding: .utf8)
        )
    }

    @Test func theTrainSplitTakesTheBaselineThenPersonasThenPushes() throws {
        let found = try run(
            "extraction_train_split.sh",
            ["MODEL": "/models/m", "N": "3", "REPO": "lab/vectors", "QA_TYPE": "implicit"])
        let common =
            "extract --model /models/m --variants templated biography --mask-strategy answer_mean "
            + "--qa-type implicit --date 2026-01-31 --activations-dir artifacts/activations --format json "
        #expect(found.status == 0)
        #expect(
            found.calls == [
                common + "--persona-id baseline_assistant --n-train 50",
                common + "--sample-size 3 --n-train 50",
                "push --repo lab/vectors --model org/m --mask-strategy answer_mean --variants "
                    + "templated biography --activations-dir artifacts/activations",
            ])
        #expect(found.errors.isEmpty)
    }

    @Test func everyVariableCounts() throws {
        let found = try run(
            "extraction_train_split.sh",
            [
                "MODEL": "/models/a b", "MODEL_ID": "org/other", "VARIANT": "biography",
                "N_TRAIN": "7", "SKIP_FAILED": "1", "ACTIVATIONS_DIR": "else where",
                "MASK_STRATEGY": "answer_mean question_last", "PERSONAS": "people",
                "REPO": "lab/vectors",
            ])
        let common =
            "extract --model /models/a b --model-id org/other --personas people --variants "
            + "biography --mask-strategy answer_mean question_last --qa-type all "
            + "--date 2026-01-31 --activations-dir else where --skip-failed --format json "
        let push = "push --repo lab/vectors --model org/m --mask-strategy "
        #expect(
            found.calls == [
                common + "--persona-id baseline_assistant --n-train 7", common + "--n-train 7",
                push + "answer_mean --variants biography --activations-dir else where",
                push + "question_last --variants biography --activations-dir else where",
            ])
    }

    @Test func allQuestionsGoToAFolderOfTheirOwnAndNowhereElseUnlessAsked() throws {
        let found = try run("extraction_all_questions.sh", ["MODEL": "/models/m"])
        let common =
            "extract --model /models/m --variants templated biography --mask-strategy answer_mean "
            + "--qa-type all --date 2026-01-31 --activations-dir artifacts/persona-vectors --format json"
        #expect(
            found.calls == [common + " --persona-id baseline_assistant", common])
    }

    @Test(arguments: ["extraction_train_split.sh", "extraction_all_questions.sh"])
    func withoutAModelNothingRuns(_ script: String) throws {
        let found = try run(script, [:])
        #expect(found.status == 64)
        #expect(found.calls.isEmpty)
        #expect(found.errors.hasPrefix("\(script): set MODEL to a model's folder"))
    }

    /// All of the baseline's free questions are implicit: none would be left.
    @Test func ofExplicitQuestionsTheBaselineIsLeftOut() throws {
        let found = try run(
            "extraction_train_split.sh",
            ["MODEL": "/models/m", "REPO": "lab/vectors", "QA_TYPE": "explicit"])
        #expect(found.status == 0)
        #expect(found.calls.count == 2)
        #expect(!found.calls[0].contains("baseline_assistant"))
        #expect(found.calls[1].hasPrefix("push --repo lab/vectors --model org/m "))
        #expect(
            found.errors
                == "extraction_train_split.sh: the baseline is left out: its free questions "
                + "are all implicit\n")
    }

    @Test(arguments: [("true", true), ("1", true), ("yes", true), ("0", false), ("false", false)])
    func failedPersonasAreSkippedInAnyWords(_ text: String, _ skips: Bool) throws {
        let found = try run(
            "extraction_train_split.sh", ["MODEL": "/models/m", "SKIP_FAILED": text])
        #expect(found.status == 0)
        #expect(found.calls.allSatisfy { $0.contains(" --skip-failed ") == skips })
    }

    @Test func anotherWordForSkippingIsRefused() throws {
        let found = try run(
            "extraction_train_split.sh", ["MODEL": "/models/m", "SKIP_FAILED": "perhaps"])
        #expect(found.status == 64)
        #expect(found.calls.isEmpty)
        #expect(
            found.errors
                == "extraction_train_split.sh: SKIP_FAILED is 'perhaps'; set it to 1 or 0\n")
    }

    @Test func aFailureEndsTheScript() throws {
        let program = folder.url.appending(path: "persona-vectors")
        try Data("#!/bin/sh\nexit 1\n".utf8).write(to: program)
        let found = try run(
            "extraction_train_split.sh", ["MODEL": "/models/m", "REPO": "lab/vectors"])
        #expect(found.status == 1)
    }
}
