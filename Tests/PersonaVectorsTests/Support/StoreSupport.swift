import Foundation
import Safetensors
import Synchronization

@testable import PersonaVectors

extension PersonaVectorStore {
    /// A store for tests; a process that is killed is all that it must survive.
    static func test(
        _ root: URL, modelName: String = "test/model", maskStrategy: MaskStrategy = .answerMean,
        warnings: WarningLog? = nil
    ) throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: modelName, rootDirectory: root, maskStrategy: maskStrategy,
            durability: .processCrash, warningHandler: { warnings?.append($0) })
    }

    /// Saves a small vector whose values all are `value`.
    func save(
        _ id: String, value: Float = 1, name: String = "Name", sampleIDs: [String] = [],
        variant: PromptVariant = .templated
    ) throws {
        try save(
            .filled(value), variant: variant, personaID: id, personaName: name,
            sampleIDs: sampleIDs)
    }
}

extension PersonaVector {
    /// A vector whose values all are `value`.
    static func filled(
        _ value: Float, layerCount: Int = 2, hiddenSize: Int = 4
    ) throws -> PersonaVector {
        try PersonaVector(
            floats: [Float](repeating: value, count: layerCount * hiddenSize),
            layerCount: layerCount, hiddenSize: hiddenSize)
    }
}

/// The warnings that a store gave.
final class WarningLog: Sendable {
    private let log = Mutex<[ArtifactWarning]>([])

    var messages: [String] { log.withLock { $0.map(\.message) } }

    func append(_ warning: ArtifactWarning) {
        log.withLock { $0.append(warning) }
    }
}
