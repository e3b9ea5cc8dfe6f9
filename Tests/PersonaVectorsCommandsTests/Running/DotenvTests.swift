import Foundation
import Testing

@testable import PersonaVectorsCommands

@Suite struct DotenvTests {
    private struct Case: Decodable {
        let text: String
        let values: [String: String]
    }

    @Test func readsWhatPythonDotenvReads() throws {
        let data = try Data(contentsOf: Fixtures.url("commands/dotenv.json"))
        let cases = try JSONDecoder().decode([Case].self, from: data)
        #expect(cases.count >= 50)
        for item in cases {
            let values = Dotenv.values(of: item.text, environment: ["HOME_DIR": "/home/ada"])
            #expect(values == item.values, "\(item.text)")
        }
    }

    @Test func findsTheNearestFileUpwards() throws {
        let folder = try TemporaryFolder()
        let deep = folder.url.appending(path: "a/b")
        try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
        try Data("X=1\nY=top".utf8).write(to: folder.url.appending(path: ".env"))
        // A folder of that name is not a file of settings.
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "a/.env"), withIntermediateDirectories: false)
        let merged = Dotenv.merge(into: ["X": "own"], searchingFrom: deep.path)
        #expect(merged == ["X": "own", "Y": "top"])
    }

    @Test func settingsOfTheFileReachACommand() async throws {
        let run = try CommandRunner()
        try run.write("export ARTIFACTS_DIR=\"somewhere\"\n", to: ".env")
        #expect(
            await run("list").errors == "There are no persona vectors in somewhere/activations.\n")
    }

    @Test func theEnvironmentWinsOverTheFile() async throws {
        let run = try CommandRunner(environment: ["ARTIFACTS_DIR": "mine"])
        try run.write("ARTIFACTS_DIR=theirs\n", to: ".env")
        #expect(await run("list").errors == "There are no persona vectors in mine/activations.\n")
    }
}
