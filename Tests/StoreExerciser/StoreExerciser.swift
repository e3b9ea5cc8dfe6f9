import AlignedMemory
import Foundation
import PersonaAnalysis
import PersonaVectors
import Safetensors

/// A process of its own for the tests that kill, starve or measure one.
///
/// Every acknowledged save is a line on standard output, written without a buffer.
@main
enum StoreExerciser {
    static func main() async {
        // A file that grows past its limit shall be an error, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 3 else { throw Usage() }
        let root = URL(filePath: arguments[1])
        let variant = PromptVariant(rawValue: arguments[2])
        let rest = Array(arguments.dropFirst(3))
        switch arguments[0] {
        case "save": try save(root, variant, rest)
        case "save-batch": try saveBatch(root, variant, rest)
        case "measure-reading": try measureReading(root, variant, rest)
        case "measure-memory": try await measureMemory(root, variant)
        default: throw Usage()
        }
    }

    struct Usage: Error, CustomStringConvertible {
        let description = """
            usage: store-exerciser save ROOT VARIANT PREFIX COUNT full|processCrash [FILE_LIMIT]
                   store-exerciser save-batch ROOT VARIANT PREFIX COUNT
                   store-exerciser measure-reading ROOT VARIANT LAYER
                   store-exerciser measure-memory ROOT VARIANT
            """
    }

    private static func save(_ root: URL, _ variant: PromptVariant, _ rest: [String]) throws {
        guard rest.count >= 3, let count = Int(rest[1]) else { throw Usage() }
        if rest.count > 3, let limit = UInt(rest[3]) {
            var limits = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
        }
        let store = try PersonaVectorStore(
            modelName: "test/model", rootDirectory: root,
            durability: rest[2] == "full" ? .full : .processCrash)
        for index in 0..<count {
            let id = "\(rest[0])-\(index)"
            try store.save(
                vector(index), variant: variant, personaID: id, personaName: "Name of \(id)",
                sampleIDs: sampleIDs)
            FileHandle.standardOutput.write(Data("\(id)\n".utf8))
        }
    }

    private static func saveBatch(_ root: URL, _ variant: PromptVariant, _ rest: [String]) throws {
        guard rest.count == 2, let count = Int(rest[1]) else { throw Usage() }
        let store = try PersonaVectorStore(modelName: "test/model", rootDirectory: root)
        let vectors = try (0..<count).map { index in
            PersonaVectorToSave(
                personaID: "\(rest[0])-\(index)", personaName: "Name \(index)",
                vector: try vector(index), sampleIDs: sampleIDs)
        }
        try store.saveBatch(vectors, variant: variant)
    }

    private static let sampleIDs = (0..<20).map { "question-\($0)" }

    /// Every value says which vector it is of, so that a mixture would show.
    private static func vector(_ index: Int) throws -> PersonaVector {
        try PersonaVector(
            floats: [Float](repeating: Float(index), count: 12), layerCount: 3, hiddenSize: 4)
    }

    /// Prints how many bytes the system calls of a bulk load of one layer read.
    private static func measureReading(
        _ root: URL, _ variant: PromptVariant, _ rest: [String]
    ) throws {
        guard let layer = rest.first.flatMap({ Int($0) }) else { throw Usage() }
        let store = try PersonaVectorStore(modelName: "test/model", rootDirectory: root)
        let ids = try store.listPersonas(variants: [variant])
        let before = try procNumber("io", "rchar:")
        _ = try store.loadAll(variant, personaIDs: ids, layers: [layer])
        print(try procNumber("io", "rchar:") - before)
    }

    /// Prints the bytes of a bundle's values and by how much the process grew at its peak.
    private static func measureMemory(_ root: URL, _ variant: PromptVariant) async throws {
        let store = try PersonaVectorStore(modelName: "test/model", rootDirectory: root)
        // What every first load costs once is not the bundle's.
        _ = try await loadAnalysisDataset(
            from: store, variants: [variant],
            personaIDs: Array(try store.listPersonas(variants: [variant]).prefix(1)))
        let before = try procNumber("status", "VmRSS:") * 1024
        let dataset = try await loadAnalysisDataset(from: store, variants: [variant])
        let peak = try procNumber("status", "VmHWM:") * 1024
        print(try dataset.samples(for: variant).block.values.count * 4, peak - before)
    }

    private static func procNumber(_ file: String, _ key: String) throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/\(file)", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
        guard let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first,
            let value = Int(number)
        else { throw Usage() }
        return value
    }
}
