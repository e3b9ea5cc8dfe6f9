import HuggingFaceHub
import Parquet
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A split as it will be pushed: who is in which shard, before any of it is written.
///
/// Rows are sorted by id and cut as `datasets` cuts them, so the same vectors give the same files.
struct SplitDraft: Sendable {
    struct Part: Sendable {
        /// The path in the repository.
        let path: String
        let personas: [(id: String, name: String)]
    }

    let modelName: String
    let configName: String
    let variant: PromptVariant
    let shape: ParquetVectorShape
    let parts: [Part]
    /// How many samples each persona is the mean of, the baseline excluded.
    let sampleCounts: [Int]
    /// The sets of questions, and the choices among them, that the vectors say they are of.
    private(set) var questionSets: Set<String> = []
    private(set) var filters: Set<String> = []

    /// The keys under which a vector's provenance names them.
    private static let questionSetKey = "question_set"
    private static let filterKey = "qa_filter"

    /// Looks at every persona of a variant: that it is there, and of the shape of the others.
    ///
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `notFound` when there are none, `invalidShape`.
    /// - Complexity: O(personas); no values are read.
    init(
        _ variant: PromptVariant, of store: PersonaVectorStore, configName: String,
        maxShardSize: Int
    ) throws {
        let ids = try store.listPersonas(variants: [variant], includingBaseline: true)
        guard let first = ids.first else {
            throw ArtifactError.nothingToPush(
                store.modelName, variants: [variant], root: store.rootDirectory.path)
        }
        let vector = try store.load(variant, personaID: first)
        guard
            let shape = ParquetVectorShape(
                layerCount: vector.layerCount, hiddenSize: vector.hiddenSize)
        else {
            throw ArtifactError.shapeTooLargeToPush(first, vector.layerCount, vector.hiddenSize)
        }
        let names = try store.personaNames(for: ids, variants: [variant])
        let samples = try ids.filter { $0 != baselinePersonaID }
            .map { try store.personaSampleIDs(variant, personaID: $0)?.count ?? 0 }
        let cuts = Self.cuts(ids.count, rowSize: 4 * shape.count, limit: maxShardSize)
        modelName = store.modelName
        self.configName = configName
        self.variant = variant
        self.shape = shape
        sampleCounts = samples
        parts = cuts.enumerated().map { index, range in
            let name = "\(variant)-\(five(index))-of-\(five(cuts.count)).parquet"
            return Part(
                path: "\(configName)/\(name)", personas: ids[range].map { ($0, names[$0] ?? "") })
        }
        for id in ids {
            let vector = try store.load(variant, personaID: id)
            try check(vector, of: id)
            let details = vector.provenance?.details ?? [:]
            if let set = details[Self.questionSetKey] { questionSets.insert(set) }
            if let filter = details[Self.filterKey] { filters.insert(filter) }
        }
    }

    /// Whether a path is one that an earlier push of the split may have left: all that
    /// `<config>/<split>-*` means.
    func owns(_ path: String) -> Bool {
        let prefix = "\(configName)/\(variant)-"
        return path.hasPrefix(prefix) && !path.dropFirst(prefix.count).contains("/")
    }

    /// Refuses a vector of another shape than the first one's.
    func check(_ vector: PersonaVector, of id: String) throws(ArtifactError) {
        guard vector.layerCount == shape.layerCount, vector.hiddenSize == shape.hiddenSize else {
            throw .unevenShapes(id, vector.layerCount, vector.hiddenSize, variant, shape)
        }
    }

    var personaCount: Int { parts.reduce(0) { $0 + $1.personas.count } }

    /// Contiguous parts of about a size, the first ones a row longer, as `datasets` cuts.
    static func cuts(_ count: Int, rowSize: Int, limit: Int) -> [Range<Int>] {
        let shardCount = min(count, count * rowSize / max(1, limit) + 1)
        let (size, longer) = (count / shardCount, count % shardCount)
        var start = 0
        return (0..<shardCount).map { index in
            let end = start + size + (index < longer ? 1 : 0)
            defer { start = end }
            return start..<end
        }
    }
}

private func five(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
}
