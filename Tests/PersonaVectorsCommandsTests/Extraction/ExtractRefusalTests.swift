import Foundation
import PersonaVectorsTesting
import Testing

/// What `persona-vectors extract` says of input that it cannot use, and that it writes nothing.
struct ExtractRefusalTests {
    struct Case: CustomTestStringConvertible {
        let arguments: [String]
        let status: Int32
        let message: String

        var testDescription: String { arguments.joined(separator: " ") }

        init(_ arguments: String..., status: Int32 = 1, says message: String) {
            self.arguments = arguments
            self.status = status
            self.message = message
        }
    }

    static let cases = [
        Case(
            "--model", "nowhere",
            says: """
                There is no model folder 'nowhere', nor can a model repository of the Hub be called \
                so. Name a folder with config.json, tokenizer.json and safetensors weights, or a \
                repository as 'namespace/name'.
                """),
        Case(
            "--model", "empty",
            says: "The model folder F/empty has no chat template, neither chat_template.jinja"),
        Case(
            "--personas", "nowhere",
            says: """
                'nowhere' is neither a folder nor a dataset repository with a file of personas. \
                Name one with '--personas'.
                """),
        Case(
            "--personas", "empty",
            says: "The folder F/empty has no dataset_personas.jsonl and no personas.jsonl"),
        Case(
            "--persona-id", "di",
            says: "There is no persona 'di' among the 4 that were read of P/personas.jsonl."),
        Case(
            "--prompt-template", "nowhere",
            says: """
                The prompt template F/nowhere cannot be read. Check that it is a file, and that you \
                may read it.

                """),
        Case(
            "--personas", "nobody",
            says: """
                There are no personas in F/nobody; at least one is needed. Name another data set \
                with --personas.

                """),
        Case("--prompt-template", "bare", says: "The prompt template F/bare has no {persona}"),
        Case(
            "--variants", "poem",
            says: "Extracting 'ada' (poem) failed, and nothing was saved for it: There is no prompt"
        ),
        Case(
            "--mask-strategy", "answer_median", status: 64,
            says: "There is no mask strategy 'answer_median'. There are persona_mean, "),
        Case(
            "--mask-strategy", "answer_mean", "answer_mean", status: 64,
            says: "The mask strategy 'answer_mean' is named twice."),
        Case(
            "--persona-id", "ada", "--sample-size", "2", status: 64,
            says: "'--sample-size' takes the first personas and '--persona-id' those named"),
        Case("--persona-id", "ada", "ada", status: 64, says: "The persona 'ada' is named twice."),
        Case("--sample-size", "0", status: 64, says: "'--sample-size 0' must be at least 1."),
        Case("--n-train", "0", status: 64, says: "'--n-train 0' must be at least 1."),
        Case("--threads", "0", status: 64, says: "'--threads 0' must be at least 1."),
        Case("--shard", "3/2", status: 64, says: "The value '3/2' is invalid for '--shard <i/n>'"),
        Case(
            "--backend", "llama", status: 64, says: "'--backend llama' is not part of this build."),
        Case(
            "--prompt-template", "long", "--persona-id", "bo", "--n-train", "1", "--variants",
            "biography",
            says: """
                Extracting 'bo' (biography) failed, and nothing was saved for it: The prompt of \
                sample 'bo-e2' has
                """),
        Case(
            "--model", "odd",
            says: "The tokenizer 'F/odd/tokenizer.json' is not supported: its "),
        Case(
            "--gguf", "m.gguf", status: 64,
            says: "'--gguf' is for '--backend llama', and the backend is 'native'."),
        Case(
            "--python", "python3", status: 64,
            says: "'--python' is for '--backend worker', and the backend is 'native'."),
        Case(
            "--device", "cuda", status: 64,
            says: "'--device' is for '--backend worker', and the backend is 'native'."),
        Case(
            "--worker-script", "a.py", status: 64,
            says: "'--worker-script' is for '--backend worker', and the backend is 'native'."),
        Case(
            "--backend", "worker", "--python", "p", "--gguf", "m.gguf", status: 64,
            says: "'--gguf' is for '--backend llama', and the backend is 'worker'."),
        Case(
            "--date", "2024-02-30", status: 64,
            says: "The value '2024-02-30' is invalid for '--date <YYYY-MM-DD>'"),
        Case("--date", "26.7.2024", status: 64, says: "The value '26.7.2024' is invalid"),
        Case("--backend", "worker", status: 64, says: "'--backend worker' needs '--python'"),
        Case(
            "--backend", "worker", "--python", "/nowhere/python",
            says: "The Python worker /nowhere/python could not be started: "),
    ]

    @Test(arguments: cases) func saysWhatIsWrong(_ item: Case) async throws {
        let runner = try CommandRunner()
        try TinyChatModel.write(to: runner.folder.url.appending(path: "tiny"))
        try FileManager.default.createDirectory(
            at: runner.folder.url.appending(path: "empty"), withIntermediateDirectories: true)
        let nobody = runner.folder.url.appending(path: "nobody")
        try FileManager.default.createDirectory(at: nobody, withIntermediateDirectories: true)
        for name in ["personas.jsonl", "qa.jsonl"] { try runner.write("", to: "nobody/" + name) }
        try runner.write("no place", to: "bare")
        try runner.write("{persona}" + String(repeating: " word", count: 5000), to: "long")
        let odd = runner.folder.url.appending(path: "odd")
        try TinyChatModel.write(to: odd)
        try Data(#"{"model": {"type": "WordLevel", "vocab": {}}}"#.utf8)
            .write(to: odd.appending(path: "tokenizer.json"))
        var arguments = ["extract"]
        for (option, value) in [("--model", "tiny"), ("--personas", Fixtures.path("personas"))]
        where !item.arguments.contains(option) {
            arguments += [option, value]
        }
        let outcome = await runner.run(arguments + item.arguments)
        let errors = outcome.errors.replacing(runner.folder.url.path, with: "F")
            .replacing(Fixtures.path("personas"), with: "P")
        #expect(errors.hasPrefix("Error: \(item.message)"), "\(errors)")
        #expect(outcome.status == item.status)
        #expect(outcome.output.isEmpty)
        #expect(
            !FileManager.default.fileExists(
                atPath: runner.folder.url.appending(path: "artifacts").path))
    }
}
