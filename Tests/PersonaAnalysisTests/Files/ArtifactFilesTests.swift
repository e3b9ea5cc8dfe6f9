import Foundation
import PersonaVectors
import Safetensors
import Testing

@testable import PersonaAnalysis

/// What is on disk when the two files of an artifact cannot be replaced both.
@Suite struct ArtifactFilesTests {
    struct Crash: Error {}

    private func files(in folder: URL) -> ArtifactFiles {
        ArtifactFiles(
            noun: "probe", tensorsName: "weights.safetensors", descriptionName: "probe.json",
            at: folder)
    }

    private func write(
        _ number: Int, to files: ArtifactFiles, betweenFiles: () throws -> Void = {}
    ) throws {
        try files.write(
            [TensorToWrite(name: "t", shape: [1], floats: [Float(number)])],
            description: ["number": .integer(number)], betweenFiles: betweenFiles)
    }

    /// The number that both files agree on.
    private func number(
        in files: ArtifactFiles, betweenFiles: () throws -> Void = {}
    ) throws -> Int {
        let (fields, tensors) = try files.read(betweenFiles: betweenFiles)
        let number = try fields.count("number")
        #expect(try tensors.floats("t", shape: [1], because: "") == [Float(number)])
        return number
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func aPairReplacesAnother() throws {
        let folder = try TemporaryFolder()
        let files = files(in: folder.url)
        for number in 1...2 {
            try write(number, to: files)
            #expect(try self.number(in: files) == number)
        }
        #expect(try names(in: folder.url) == ["probe.json", "weights.safetensors"])
    }

    @Test func newTensorsNeverLieUnderAnOldDescription() throws {
        let folder = try TemporaryFolder()
        let files = files(in: folder.url)
        try write(1, to: files)
        #expect(throws: AnalysisError.self) {
            try write(2, to: files, betweenFiles: { throw Crash() })
        }
        // No description is no artifact: what reads it says so, and nothing else is left.
        #expect(try names(in: folder.url) == ["weights.safetensors"])
        let error = #expect(throws: AnalysisError.self) { try number(in: files) }
        #expect(error?.code == .notFound)
        try write(3, to: files)
        #expect(try number(in: files) == 3)
    }

    @Test(arguments: [true, false])
    func aReaderNoticesThatThePairIsReplaced(isFinished: Bool) throws {
        let folder = try TemporaryFolder()
        let files = files(in: folder.url)
        try write(1, to: files)
        let path = folder.url.path
        let error = #expect(throws: AnalysisError.self) {
            try number(in: files) {
                try? write(2, to: files, betweenFiles: { if !isFinished { throw Crash() } })
            }
        }
        #expect(error?.code == .invalidArtifact)
        #expect(
            error?.message == "Cannot read the probe in \(path): it was replaced while it was read."
                + " Read it again.")
    }

    @Test func aFolderInTheWayLeavesTheTensorsAlone() throws {
        let folder = try TemporaryFolder()
        let files = files(in: folder.url)
        try write(1, to: files)
        try FileManager.default.removeItem(at: files.description)
        try FileManager.default.createDirectory(
            at: files.description, withIntermediateDirectories: false)
        let before = try Data(contentsOf: files.tensors)
        let error = #expect(throws: AnalysisError.self) { try write(2, to: files) }
        #expect(error?.code == .notWritten)
        #expect(
            error?.message
                == "Cannot save the probe in \(files.tensors.deletingLastPathComponent().path):"
                + " there is a folder at \(files.description.path), where a file has to be. Move it"
                + " away.")
        #expect(try Data(contentsOf: files.tensors) == before)
        #expect(try names(in: folder.url) == ["probe.json", "weights.safetensors"])
    }

    @Test func tensorsThatCannotBeReplacedLeaveNothingBehind() throws {
        let folder = try TemporaryFolder()
        let files = files(in: folder.url)
        try FileManager.default.createDirectory(
            at: files.tensors, withIntermediateDirectories: false)
        #expect(throws: AnalysisError.self) { try write(1, to: files) }
        #expect(try names(in: folder.url) == ["weights.safetensors"])
    }

    @Test func saysWhatIsInTheWay() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "taken")
        try Data().write(to: file)
        let error = #expect(throws: AnalysisError.self) {
            try write(1, to: files(in: file.appending(path: "probe")))
        }
        #expect(error?.code == .notWritten && error?.underlyingError != nil)
        #expect(
            error?.message
                == "Cannot save the probe in \(file.path)/probe: the file \(file.path) is in the way."
                + " Move it away, or name another folder.")
    }
}
