import AlignedMemory
import HuggingFaceHub
import Parquet
public import PersonaVectors

extension HFPersonaVectorStore: PersonaVectorSource {
    /// The ids that every one of `variants` has, sorted by code point.
    ///
    /// A variant that is no split of the config is not an error: the answer is empty then. When
    /// the variants differ, the warning handler hears how many personas were left out.
    ///
    /// - Parameters:
    ///   - variants: the variants; nil means the store's own, else every split.
    ///   - includingBaseline: whether `baseline_assistant` is listed too.
    /// - Returns: the ids, without duplicates.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `notFound` when there is no such config or a split has
    ///   no files, `invalidManifest` for a card, `invalidTensorFile` for a shard that cannot be
    ///   read; ``/HuggingFaceHub/HubError``.
    /// - Complexity: the first time two small ranges of each shard; afterwards nothing is fetched.
    public func listPersonas(
        variants: [PromptVariant]? = nil, includingBaseline: Bool = false
    ) async throws -> [String] {
        guard let splits = try await splits(of: variants), let first = splits.first else {
            return []
        }
        let isListed = { (id: ExactString) in
            includingBaseline || id != ExactString(baselinePersonaID)
        }
        let shared = first.personaIDs.filter { id in
            let id = ExactString(id)
            return isListed(id) && splits.dropFirst().allSatisfy { $0.rows[id] != nil }
        }
        let all = Set(splits.flatMap { $0.rows.keys }.filter(isListed))
        hearOfSkipped(all.count - shared.count)
        return shared
    }

    /// The first non-empty name of each id over `variants` in order, else the id itself.
    ///
    /// An id that no variant has is not an error: it is left out. So are all when one of the
    /// variants is no split of the config.
    ///
    /// - Parameters:
    ///   - personaIDs: the ids.
    ///   - variants: the variants; nil means the store's own, else every split.
    /// - Returns: the names, in the order of the ids.
    /// - Throws: as ``listPersonas(variants:includingBaseline:)`` does.
    public func personaNames(
        for personaIDs: [String], variants: [PromptVariant]? = nil
    ) async throws -> PersonaNames {
        guard let splits = try await splits(of: variants) else {
            return PersonaNames(for: []) { _ in nil }
        }
        return PersonaNames(for: personaIDs) { id in
            let exact = ExactString(id)
            for split in splits {
                if let name = split.name(of: exact) { return name }
            }
            return splits.contains { $0.rows[exact] != nil } ? id : nil
        }
    }

    /// The ids of the samples that a vector is the mean of.
    ///
    /// - Parameters:
    ///   - variant: the variant.
    ///   - personaID: the persona.
    /// - Returns: nil when the persona is not listed or its samples are not recorded.
    /// - Throws: as ``listPersonas(variants:includingBaseline:)`` does.
    /// - Complexity: the first time the column of samples is fetched.
    public func personaSampleIDs(
        _ variant: PromptVariant, personaID: String
    ) async throws -> [String]? {
        guard let split = try await split(variant),
            let row = split.rows[ExactString(personaID)]
        else { return nil }
        return try await sampleLists(split, variant)[row]
    }

    /// Those of `candidates` that are splits of the config, in the candidates' order.
    ///
    /// - Parameter candidates: nil means the store's own variants, else every split, sorted.
    /// - Returns: the variants found; a split that the card declares and that has no files is none.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `notFound` when there is no such config, naming those
    ///   there are; ``/HuggingFaceHub/HubError``.
    public func availableVariants(
        among candidates: [PromptVariant]? = nil
    ) async throws -> [PromptVariant] {
        try await variantsWithVectors(among: candidates)
    }

    /// The layer indices that all of `variants` have.
    ///
    /// A variant that is no split, or an id that any variant lacks, is not an error: the answer is
    /// empty.
    ///
    /// - Parameters:
    ///   - variants: the variants; nil means the store's own, else every split.
    ///   - personaIDs: ids that every variant must have; nil asks for none.
    /// - Returns: the indices from 0.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `invalidShape` when the vectors are no matrices of one
    ///   shape, and as ``listPersonas(variants:includingBaseline:)`` does.
    public func listLayers(
        variants: [PromptVariant]? = nil, personaIDs: [String]? = nil
    ) async throws -> Range<Int> {
        guard let splits = try await splits(of: variants) else { return 0..<0 }
        let ids = (personaIDs ?? []).map { ExactString($0) }
        var count: Int?
        for split in splits {
            guard ids.allSatisfy({ split.rows[$0] != nil }),
                let shape = try await split.vectorShape()
            else { return 0..<0 }
            count = min(count ?? shape.layerCount, shape.layerCount)
        }
        return 0..<(count ?? 0)
    }

    /// The vector of one persona, as float32.
    ///
    /// - Parameters:
    ///   - variant: the variant.
    ///   - personaID: the persona; of several rows with its id, the last.
    /// - Returns: the vector.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `notFound` when the config has no such split or the
    ///   split no such persona, `invalidShape`, and as ``listPersonas(variants:includingBaseline:)``
    ///   does.
    /// - Complexity: the bytes of one page, once ids were read.
    public func load(_ variant: PromptVariant, personaID: String) async throws -> PersonaVector {
        let block = try await loadAll(variant, personaIDs: [personaID])
        return try PersonaVector(
            floats: block.values.withUnsafeBufferPointer { Array($0) },
            layerCount: block.layers.count, hiddenSize: block.hiddenSize)
    }

    /// The vectors of several personas as one block of `Float`, in the order of the ids.
    ///
    /// - Parameters:
    ///   - variant: the variant.
    ///   - personaIDs: the ids; one that comes twice is loaded twice.
    ///   - layers: the layers to keep, in this order; nil keeps all. Of plain files only their
    ///     bytes are fetched, of others the pages of the personas.
    /// - Returns: the block; its rows follow `personaIDs`.
    /// - Throws: ``/PersonaVectors/ArtifactError`` as ``load(_:personaID:)`` does, `layerOutOfRange`, and `notFound`
    ///   when there are no ids.
    /// - Complexity: O(bytes asked for); a whole shard is fetched when that is cheaper.
    public func loadAll(
        _ variant: PromptVariant, personaIDs: [String], layers: [Int]? = nil
    ) async throws -> PersonaVectorBlock {
        let split = try await requiredSplit(variant)
        let place = try await place()
        guard !personaIDs.isEmpty else {
            throw ArtifactError.emptySelection("\(configName)/\(variant) of \(place)")
        }
        let rows = try personaIDs.map { id in
            guard let row = split.rows[ExactString(id)] else {
                throw ArtifactError.notListed(
                    id, variant: variant, config: configName, in: place,
                    count: split.personaIDs.count)
            }
            return row
        }
        // There is a row, so there is a shape.
        guard let shape = try await split.vectorShape() else {
            preconditionFailure("a split with rows has a shape")
        }
        let kept = layers ?? Array(0..<shape.layerCount)
        for layer in kept where layer < 0 || layer >= shape.layerCount {
            throw ArtifactError.layerOutOfRange(
                layer, count: shape.layerCount, id: personaIDs.first)
        }
        let values = try await split.block(rows: rows, layers: layers, shape: shape)
        return PersonaVectorBlock(
            values: values, personaCount: rows.count, layers: kept, hiddenSize: shape.hiddenSize)
    }
}
