import Safetensors

/// One persona's vector on its way into a store.
public struct PersonaVectorToSave: Sendable {
    /// The persona's id, which becomes a file name.
    public let personaID: String

    /// The persona's name, for people.
    public let personaName: String

    /// The vector, in the dtype it shall have on disk.
    public let vector: PersonaVector

    /// The samples that the vector is the mean of.
    public let sampleIDs: [String]

    /// Where the vector comes from; what is nil in it is filled in by the store.
    public let provenance: VectorProvenance

    /// A vector to save.
    public init(
        personaID: String, personaName: String, vector: PersonaVector, sampleIDs: [String] = [],
        provenance: VectorProvenance? = nil
    ) {
        self.personaID = personaID
        self.personaName = personaName
        self.vector = vector
        self.sampleIDs = sampleIDs
        self.provenance = provenance ?? vector.provenance ?? VectorProvenance()
    }
}

extension PersonaVectorStore {
    /// Saves one persona's vector; a persona that is there already is replaced in place.
    ///
    /// When it returns, the vector survives what the store's durability says. When it throws, the
    /// store is as before.
    ///
    /// - Parameters:
    ///   - vector: `layerCount` × `hiddenSize` values; every vector of a variant has one shape.
    ///   - variant: the variant, whose folder is made when it is missing.
    ///   - personaID: the id, which becomes a file name.
    ///   - personaName: the name, for people.
    ///   - sampleIDs: the samples that the vector is the mean of.
    ///   - provenance: where the vector comes from; by default what the vector itself knows.
    /// - Throws: ``ArtifactError`` with code `invalidName` for an id that cannot be a file name,
    ///   `invalidShape` when the variant's manifest states another shape, `invalidManifest`,
    ///   `ioFailed`.
    /// - Complexity: O(bytes of the vector), however many personas the variant has: the manifest is
    ///   spliced, not encoded anew.
    public func save(
        _ vector: PersonaVector, variant: PromptVariant, personaID: String, personaName: String,
        sampleIDs: [String] = [], provenance: VectorProvenance? = nil
    ) throws {
        try saveBatch(
            [
                PersonaVectorToSave(
                    personaID: personaID, personaName: personaName, vector: vector,
                    sampleIDs: sampleIDs, provenance: provenance)
            ], variant: variant)
    }

    /// Saves several personas' vectors, all of them or none, with one rewrite of the manifest.
    ///
    /// - Parameters:
    ///   - vectors: the vectors, of one shape and with distinct ids; none is not an error.
    ///   - variant: the variant, whose folder is made when it is missing.
    /// - Throws: ``ArtifactError`` as ``save(_:variant:personaID:personaName:sampleIDs:provenance:)``
    ///   does, and with code `invalidArgument` when an id comes twice. The store is as before then.
    /// - Complexity: O(bytes), by as many threads as there are cores.
    public func saveBatch(_ vectors: [PersonaVectorToSave], variant: PromptVariant) throws {
        try folder(variant).save(items(for: vectors, variant: variant), durability: durability)
    }

    /// The vectors as items of a folder, once their ids are known to be usable and distinct.
    func items(
        for vectors: [PersonaVectorToSave], variant: PromptVariant
    ) throws(ArtifactError) -> [ItemToSave] {
        var ids: Set<ExactString> = []
        for vector in vectors {
            try ItemName.validate(vector.personaID, noun: "persona id")
            guard ids.insert(ExactString(vector.personaID)).inserted else {
                throw .duplicateIDs(vector.personaID)
            }
        }
        return Parallel.map(vectors) { self.item(for: $0, variant: variant) }
    }

    /// A vector as an item; `entry` is what the manifest shall say, by default name and samples.
    func item(
        for vector: PersonaVectorToSave, variant: PromptVariant, entry: JSONValue? = nil
    ) -> ItemToSave {
        let sampleIDs = JSONValue.array(vector.sampleIDs.map { .string($0) })
        let usual: JSONValue = .object([
            "name": .string(vector.personaName), "sample_ids": sampleIDs,
        ])
        return ItemToSave(
            id: vector.personaID, vector: vector.vector, entry: entry ?? usual,
            metadata: metadata(for: vector, sampleIDs: sampleIDs, variant: variant))
    }

    /// What a tensor file says of itself, enough to rebuild its manifest entry.
    private func metadata(
        for vector: PersonaVectorToSave, sampleIDs: JSONValue, variant: PromptVariant
    ) -> [String: String] {
        var provenance = vector.provenance
        provenance.modelID = provenance.modelID ?? modelName
        provenance.tool = provenance.tool ?? "persona-vectors-swift \(personaVectorsVersion)"
        var metadata = provenance.metadata
        metadata[TensorMetadata.id] = vector.personaID
        metadata[TensorMetadata.name] = vector.personaName
        metadata[TensorMetadata.sampleIDs] = String(
            decoding: JSONWriter.encode(sampleIDs, layout: .singleLine), as: UTF8.self)
        metadata[TensorMetadata.variant] = variant.rawValue
        metadata[TensorMetadata.maskStrategy] = maskStrategy.rawValue
        return metadata
    }

    /// Removes personas: their entries first, then their files.
    ///
    /// - Parameters:
    ///   - personaIDs: the ids, all of which must be listed.
    ///   - variant: the variant.
    /// - Throws: ``ArtifactError`` with code `notFound` when an id is not listed; nothing is
    ///   removed then. `invalidManifest`, `ioFailed`.
    public func remove(_ personaIDs: [String], variant: PromptVariant) throws {
        try folder(variant).remove(personaIDs, durability: durability)
    }
}
