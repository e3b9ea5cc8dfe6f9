import Foundation
import PersonaVectors
import Safetensors

/// A model as Hugging Face stores it: `config.json` and safetensors files, mapped, never copied.
struct ModelFolder: Sendable {
    let path: String
    let config: DecoderConfig
    /// The weight files in order of name.
    let files: [SafetensorsFile]
    /// The ids that end a text, `generation_config.json` included.
    let endTokens: [Int]
    private let fileOfTensor: [String: Int]

    /// Opens a folder and checks what describes it; no weight is read.
    ///
    /// - Throws: ``ExtractionError`` with code `modelNotFound`, `invalidConfig`,
    ///   `unsupportedModel` or `invalidWeights`.
    init(path: String) throws(ExtractionError) {
        self.path = path
        guard let object = try ModelFile.json("config.json", in: path) else {
            throw .modelFileMissing("config.json", folder: path)
        }
        config = try DecoderConfig(object, path: path + "/config.json")
        files = try Self.weightFiles(in: path)
        var fileOfTensor: [String: Int] = [:]
        for (index, file) in files.enumerated() {
            for tensor in file.header.tensors { fileOfTensor[tensor.name] = index }
        }
        self.fileOfTensor = fileOfTensor
        let generation = try ModelFile.config("generation_config.json", in: path)
        endTokens = Set(config.endTokens + generation.tokens("eos_token_id")).sorted()
    }

    private static func weightFiles(
        in folder: String
    ) throws(ExtractionError) -> [SafetensorsFile] {
        let indexName = "model.safetensors.index.json"
        var names = ["model.safetensors"]
        if let index = try ModelFile.json(indexName, in: folder) {
            let map = index["weight_map"]?.objectValue?.members ?? []
            names = Set(map.compactMap { $0.value.stringValue }).sorted()
            // A shard lies beside its index: a name that leads elsewhere is not followed.
            guard !names.isEmpty, names.allSatisfy({ !$0.contains("/") }) else {
                throw .configValue(
                    "weight_map", found: "no usable file names", needed: "a file for each tensor",
                    path: folder + "/" + indexName)
            }
            for name in names
            where !FileManager.default.fileExists(atPath: folder + "/" + name) {
                throw .shardMissing(name, of: folder + "/" + indexName)
            }
        } else if !FileManager.default.fileExists(atPath: folder + "/model.safetensors") {
            throw .modelFileMissing("model.safetensors or \(indexName)", folder: folder)
        }
        var files: [SafetensorsFile] = []
        for name in names {
            do throws(SafetensorsError) {
                files.append(try SafetensorsFile(path: folder + "/" + name))
            } catch {
                throw .weightsUnreadable(error)
            }
        }
        return files
    }

    /// A tensor by its name, nil when no file holds it.
    func tensor(_ name: String) -> TensorView? {
        // The index holds only names that the file's header lists, so the lookup cannot fail.
        fileOfTensor[name].flatMap { try? files[$0].tensor(name) }
    }
}
