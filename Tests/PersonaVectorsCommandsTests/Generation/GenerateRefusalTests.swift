import Foundation
import Testing

/// What `persona-vectors generate` says of what it cannot use.
struct GenerateRefusalTests {
    struct Case: CustomTestStringConvertible {
        let arguments: [String]
        let status: Int32
        let message: String

        var testDescription: String { arguments.joined(separator: " ") }

        init(_ arguments: String..., status: Int32 = 64, says message: String) {
            self.arguments = arguments
            self.status = status
            self.message = message
        }
    }

    static let cases = [
        Case(
            "--steering", "ada", "--trait", "age", "--layers", "0",
            says: "'--steering' and '--trait' both say how to steer: choose one."),
        Case("--trait", "age", says: "'--trait' needs '--layers', such as 12:20."),
        Case(
            "--strength", "2",
            says: "'--layers', '--strength' and '--schedule' need '--steering' or '--trait'."),
        Case(
            "--steering", "ada", "--variant", "biography",
            says: "'--traits-dir', '--mask-strategy' and '--variant' need '--trait'."),
        Case(
            "--steering", "ada", "--strength", "1e60",
            says: "'--strength 1e+60' must be a number below 3e38."),
        Case("--steering", "ada", "--layers", "4:4", says: "The value '4:4' is invalid"),
        Case("--steering", "ada", "--layers", "1:2:3", says: "The value '1:2:3' is invalid"),
        Case("--steering", "ada", "--layers", "0:99999999", says: "The value '0:99999999' is"),
        Case(
            "--steering", "ada", "--layers", "9223372036854775807",
            says: "The value '9223372036854775807' is invalid"),
        Case(
            "--steering", "ada", "--layers", "9223372036854775807:9223372036854775807",
            says: "The value '9223372036854775807:9223372036854775807' is invalid"),
        Case(
            "--min-tokens", "13", "--max-tokens", "12",
            says: "'--min-tokens 13' must be 0 to 12, the most tokens to write."),
        Case("--min-tokens=-1", says: "'--min-tokens -1' must be 0 to 128, the most tokens"),
        Case("--steering", "ada", "--schedule", "rise", says: "The value 'rise' is invalid"),
        Case("--max-tokens", "0", says: "'--max-tokens 0' must be at least 1."),
        Case("--temperature", "nan", says: "'--temperature nan' must be 0 or more."),
        Case("--top-p", "0", says: "'--top-p 0.0' must be above 0 and at most 1."),
        Case("--backend", "worker", says: "'--backend worker' needs '--python'"),
        Case(
            "--max-tokens", "1000", status: 1,
            says: "A prompt of 31 tokens with 1000 new ones exceeds the 256 tokens that the model"),
        Case(
            "--max-tokens", "1000000000000", status: 1,
            says: "A prompt of 31 tokens with 1000000000000 new ones exceeds the 256 tokens that"),
        Case(
            "--steering", "nowhere", "--strength", "-2", status: 1,
            says: "No steering vector in "),
        Case(
            "--steering", "ada", "--layers", "9", status: 1,
            says: "The model has 5 layers, numbered from 0; layer 9 was asked for."),
        Case(
            "--steering", "short", status: 1,
            says: "The steering vector of layer 3 has 3 values; the model's hidden states have 64."),
        Case(
            "--steering", "ada", "--layers", "3:40", status: 1,
            says: "The model has 5 layers, numbered from 0; layer 5 was asked for."),
        Case(
            "--trait", "income", "--layers", "0", status: 1,
            says: "No attribute 'income' in qwen2/answer_mean/templated"),
        Case(
            "--trait", "age", "--layers", "2:9", status: 1,
            says: "No layer 4: the vectors have layers 0 to 3."),
    ]

    @Test(arguments: cases)
    func saysWhatIsWrongInOneSentence(_ test: Case) async throws {
        let runner = try CommandRunner()
        let model = try TalkingModel("qwen2")
        let folder = runner.folder.url
        _ = try model.write(into: folder)
        try model.writeSteering(to: folder.appending(path: "ada"))
        try model.writeSteering(to: folder.appending(path: "short"), values: [1, 2, 3])
        try model.writeTraits(to: folder.appending(path: "artifacts/trait_vectors"))
        let before = try runner.folder.contents()
        let outcome = await runner.run(
            ["generate", "--model", "qwen2", "--prompt", "Where do you live?"] + test.arguments)
        #expect(outcome.status == test.status)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("Error: " + test.message), "\(outcome.errors)")
        #expect(try runner.folder.contents() == before)
    }

    @Test func aModelWithoutATokenizerIsRefused() async throws {
        let outcome = try await CommandRunner()(
            "generate", "--model", Fixtures.path("models/mistral"), "--prompt", "Hi")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("has no chat template"))
        #expect(outcome.output == "")
    }
}
