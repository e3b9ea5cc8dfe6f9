import ArgumentParser
import NumPyFiles
import PersonaVectors
import Safetensors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The kinds of files that vectors can be written to.
enum ExportKind: String, ExpressibleByArgument, CaseIterable {
    case safetensors
    case npy
    case npz
    case jsonl

    /// Whether there is a file a persona, in a folder.
    var isFolder: Bool { self == .safetensors || self == .npy }
}

/// Writes the vectors of some personas of one variant.
struct VectorExporter {
    let store: PersonaVectorStore
    let variant: PromptVariant
    let personaIDs: [String]
    let destination: String
    let shown: String

    /// Writes everything; answers how many vectors had to be widened.
    ///
    /// One file appears as a whole or not at all. In a folder the list comes last, so that a folder
    /// with a list is complete.
    func write(
        _ kind: ExportKind, replacing: Bool, progress: ProgressReporter
    ) throws -> Int {
        progress.begin("Exporting", total: personaIDs.count)
        try prepareDestination(kind, replacing: replacing)
        var widened = 0
        switch kind {
        case .safetensors:
            for id in personaIDs {
                try store.exportFile(variant, personaID: id, to: file(id, kind))
                progress.advance()
            }
            try writeList(kind)
        case .npy:
            for id in personaIDs {
                let (array, isWidened) = try array(id)
                try AtomicFile.write(NPYFile.encode(array), to: file(id, kind))
                widened += isWidened ? 1 : 0
                progress.advance()
            }
            try writeList(kind)
        case .npz:
            var writer = NPZWriter(path: shown)
            try writePieces { id in
                let (array, isWidened) = try array(id)
                widened += isWidened ? 1 : 0
                progress.advance()
                return try writer.append(array, name: id)
            } last: {
                writer.finish()
            }
        case .jsonl:
            try writePieces { id in
                defer { progress.advance() }
                let line = try line(id, file: nil)
                widened += line["dtype"] == line["stored_dtype"] ? 0 : 1
                return Array((JSONValue.object(line).singleLineText + "\n").utf8)
            }
        }
        return widened
    }

    private func file(_ id: String, _ kind: ExportKind) -> String {
        "\(destination)/\(id).\(kind.rawValue)"
    }

    private func prepareDestination(_ kind: ExportKind, replacing: Bool) throws {
        var isFolder = false
        let exists = FileManager.default.fileExists(
            atPath: destination, isDirectory: &isFolder)
        if exists, isFolder != kind.isFolder {
            throw CommandFailure.wrongDestination(shown, needsFolder: kind.isFolder)
        }
        guard kind.isFolder else {
            if exists, !replacing { throw CommandFailure.destinationExists(shown) }
            return
        }
        do {
            try FileManager.default.createDirectory(
                atPath: destination, withIntermediateDirectories: true)
            let names = try FileManager.default.contentsOfDirectory(atPath: destination)
            if !names.isEmpty, !replacing { throw CommandFailure.destinationExists(shown) }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.unwritable(shown, error)
        }
    }

    /// Writes one file of what `piece` makes of each persona, and `last` behind them.
    private func writePieces(
        _ piece: (String) throws -> [UInt8], last: () -> [UInt8] = { [] }
    ) throws {
        var failure: (any Error)?
        let file = try AtomicFile.prepare(at: destination, durability: .full) {
            output throws(SafetensorsError) in
            for id in personaIDs {
                let bytes: [UInt8]
                do {
                    bytes = try piece(id)
                } catch {
                    // Only errors of writing may leave this closure; the file is discarded below.
                    failure = error
                    return
                }
                try output.append(bytes)
            }
            try output.append(last())
        }
        if let failure {
            file.discard()
            throw failure
        }
        try file.publish(durability: .full)
    }

    private func writeList(_ kind: ExportKind) throws {
        let lines = try personaIDs.map { id in
            JSONValue.object(try line(id, file: "\(id).\(kind.rawValue)")).singleLineText + "\n"
        }
        try AtomicFile.write(
            Array(lines.joined().utf8), to: destination + "/" + ImportSource.listName)
    }

    /// What a list says of a persona: where its file is, or its values.
    private func line(_ id: String, file: String?) throws -> JSONObject {
        let names = try store.personaNames(for: [id], variants: [variant])
        let samples = try store.personaSampleIDs(variant, personaID: id)
        var object: JSONObject = [
            "id": .string(id), "name": .string(names[id] ?? ""),
            "sample_ids": .strings(samples ?? []), "variant": .string(variant.rawValue),
        ]
        if let file {
            object["file"] = .string(file)
        } else {
            let vector = try store.load(variant, personaID: id)
            let isDouble = vector.dtype == .float64
            object["dtype"] = .string((isDouble ? vector.dtype : .float32).rawValue)
            object["stored_dtype"] = .string(vector.dtype.rawValue)
            object["vector"] = .array(
                try vector.doubleRows().map { row in .array(row.map { .double($0) }) })
        }
        return object
    }

    private func array(_ id: String) throws -> (NumPyArray, isWidened: Bool) {
        let vector = try store.load(variant, personaID: id)
        let shape = [vector.layerCount, vector.hiddenSize]
        let kept = NumPyArray.DType.allCases.first { TensorDType($0) == vector.dtype }
        if let kept {
            return (NumPyArray(dtype: kept, shape: shape, bytes: try vector.storedBytes()), false)
        }
        let floats = try vector.floats()
        return (
            NumPyArray(dtype: .float32, shape: shape, bytes: floats.withUnsafeBytes { Array($0) }),
            true
        )
    }
}
