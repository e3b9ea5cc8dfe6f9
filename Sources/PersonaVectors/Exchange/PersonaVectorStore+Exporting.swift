import Safetensors

extension PersonaVectorStore {
    /// Writes one persona's vector to a safetensors file that describes itself, as those of a store
    /// do: id, name, sample ids, variant, origin and a digest are in its metadata.
    ///
    /// - Parameters:
    ///   - variant: the variant.
    ///   - personaID: the persona.
    ///   - path: the file to make or to replace; its folder must exist.
    /// - Throws: ``ArtifactError`` as ``load(_:personaID:)`` does, and with code `ioFailed`; the file
    ///   is as before then.
    /// - Complexity: O(bytes of the vector).
    public func exportFile(
        _ variant: PromptVariant, personaID: String, to path: String
    ) throws {
        let folder = try folder(variant)
        let vector = PersonaVectorToSave(
            personaID: personaID,
            personaName: try personaNames(for: [personaID], variants: [variant])[personaID] ?? "",
            vector: try load(variant, personaID: personaID),
            sampleIDs: try personaSampleIDs(variant, personaID: personaID) ?? [])
        let (tensor, metadata) = try folder.describedTensor(item(for: vector, variant: variant))
        try ItemFolder.writing { () throws(SafetensorsError) in
            try SafetensorsWriter.write([tensor], metadata: metadata, to: path)
        }
    }
}
