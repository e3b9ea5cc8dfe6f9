extension PersonaVectorStore {
    /// Saves vectors without overwriting other content by accident, all of them or none.
    ///
    /// A persona whose values, dtype, name and sample ids are in the store already is no conflict:
    /// it is left as it is.
    ///
    /// - Parameters:
    ///   - vectors: the vectors, of one shape and with distinct ids; none is not an error.
    ///   - variant: the variant, whose folder is made when it is missing.
    ///   - policy: what to do with ids that have other content.
    ///   - isDryRun: whether only the report is wanted; nothing is written then.
    /// - Returns: what came of each persona.
    /// - Throws: ``ArtifactError`` with code `conflict` when an id has other content and the policy
    ///   refuses, and as ``saveBatch(_:variant:)`` does. The store is as before then.
    /// - Complexity: O(bytes); what is there under the same ids is read to be compared.
    @discardableResult
    public func merge(
        _ vectors: [PersonaVectorToSave], variant: PromptVariant,
        onConflict policy: ConflictPolicy = .refuse, isDryRun: Bool = false
    ) throws -> MergeReport {
        try folder(variant).merge(
            items(for: vectors, variant: variant), policy: policy, isDryRun: isDryRun,
            durability: durability)
    }

    /// Copies personas of a variant from another store, all of them or none.
    ///
    /// Values, dtypes, names, sample ids, provenance and keys of the entries that this package does
    /// not know arrive as they are; new personas come in the order of the other store's manifest.
    ///
    /// - Parameters:
    ///   - variant: the variant, in both stores.
    ///   - source: the store to copy from.
    ///   - personaIDs: the personas; nil means all that the source lists, the baseline included.
    ///   - policy: what to do with ids that have other content here.
    ///   - isDryRun: whether only the report is wanted; nothing is written then.
    /// - Returns: what came of each persona.
    /// - Throws: ``ArtifactError`` with code `notFound` when the source does not list an id,
    ///   `conflict` when an id has other content and the policy refuses, `invalidShape` when the
    ///   stores differ in it, and what loading and saving throw. This store is as before then.
    /// - Complexity: O(bytes); a source that is mapped needs no memory for its values.
    @discardableResult
    public func copy(
        _ variant: PromptVariant, from source: PersonaVectorStore, personaIDs: [String]? = nil,
        onConflict policy: ConflictPolicy = .refuse, isDryRun: Bool = false
    ) throws -> MergeReport {
        let manifest = try source.folder(variant).snapshot()?.manifest
        let ids = personaIDs ?? manifest?.ids.map(\.string) ?? []
        var items: [ItemToSave] = []
        var seen: Set<ExactString> = []
        for id in ids where seen.insert(ExactString(id)).inserted {
            let key = ExactString(id)
            let vector = PersonaVectorToSave(
                personaID: id, personaName: manifest?.name(of: key) ?? "",
                vector: try source.load(variant, personaID: id),
                sampleIDs: manifest?.sampleIDs(of: key) ?? [])
            items.append(item(for: vector, variant: variant, entry: manifest?.value(of: key)))
        }
        return try folder(variant).merge(
            items, policy: policy, isDryRun: isDryRun, durability: durability)
    }
}
