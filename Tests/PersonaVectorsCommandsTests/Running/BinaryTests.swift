import Foundation
import PersonaVectorsTesting
import Testing

@Suite struct BinaryTests {
    private func run(_ arguments: [String]) throws -> (
        status: Int32, output: String, errors: String
    ) {
        let process = Process()
        process.executableURL = BuiltProgram.url()
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: text, as: UTF8.self),
            String(decoding: complaint, as: UTF8.self)
        )
    }

    @Test func theProgramPrintsAndExits() throws {
        #expect(try run(["--version"]) == (0, "0.1.0\n", ""))
        let listed = try run(
            ["list", "--quiet", "--activations-dir", Fixtures.path("stores/basic")])
        #expect(
            listed
                == (0, "google/gemma-2-9b-it\nno-org-model.v1\norg/model/with/underscores\n", ""))
        let wrong = try run(["list", "--frobnicate"])
        #expect(wrong.status == 64)
        #expect(wrong.output == "")
        let failed = try run(["show", "p", "--activations-dir", "/nowhere"])
        #expect(failed.status == 1)
        #expect(failed.errors.hasPrefix("Error: There are no persona vectors in /nowhere."))
    }
}
