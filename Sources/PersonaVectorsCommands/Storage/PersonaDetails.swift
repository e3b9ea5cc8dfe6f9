import PersonaVectors
import Safetensors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// All that a store knows of one persona in one variant.
struct PersonaDetails {
    private let store: PersonaVectorStore
    private let variant: PromptVariant
    private let personaID: String
    private let name: String?
    private let sampleIDs: [String]?
    private let path: String
    private let vector: PersonaVector

    /// What the store has a copy of, when it is one.
    private let original: HubCopy.Original?

    /// The layers and their numbers; empty when the dtype has no floating-point numbers to look at.
    private let layers: [(number: Int, summary: LayerSummary)]

    /// Reads a persona; a copy has the layers that are shown and no others.
    init(
        _ store: PersonaVectorStore, _ variant: PromptVariant, personaID: String, layers: [Int]?,
        original: HubCopy.Original? = nil
    ) throws {
        self.original = original
        self.store = store
        self.variant = variant
        self.personaID = personaID
        vector = try store.load(variant, personaID: personaID)
        name = try store.personaNames(for: [personaID], variants: [variant])[personaID]
        sampleIDs = try store.personaSampleIDs(variant, personaID: personaID)
        path = try original?.place ?? store.tensorFile(variant, personaID: personaID).path
        let summaries =
            vector.dtype.isConvertibleToFloat
            ? try vector.layerSummaries(layers: original == nil ? layers : nil) : []
        let numbers = original?.layers ?? summaries.map(\.layer)
        self.layers = zip(numbers, summaries).map { ($0, $1) }
    }

    /// The layers that the vector has where it is from.
    private var layerCount: Int { original?.layerCount ?? vector.layerCount }

    var tables: [TextTable] {
        [
            .facts(facts + provenanceFacts),
            TextTable(
                [
                    .right("LAYER"), .right("NORM"), .right("MEAN"), .right("SMALLEST"),
                    .right("LARGEST"),
                ],
                rows: layers.map { number, layer in
                    [String(number)]
                        + [
                            layer.norm, layer.mean, Double(layer.smallest), Double(layer.largest),
                        ].map { NumberText.significant($0) }
                }),
        ]
    }

    private var facts: [(String, String)] {
        let samples = sampleIDs.map { ids in
            let shown = ids.prefix(5).joined(separator: ", ")
            return ids.isEmpty
                ? "none" : "\(ids.count): \(shown)\(ids.count > 5 ? ", …" : "")"
        }
        return [
            ("Persona", personaID), ("Name", name ?? "-"), ("Model", store.modelName),
            ("Mask strategy", store.maskStrategy.rawValue), ("Variant", variant.rawValue),
            ("Shape", "\(layerCount) layers × \(vector.hiddenSize)"),
            ("Dtype", vector.dtype.rawValue), ("Samples", samples ?? "not recorded"),
            ("File", path),
        ]
    }

    /// What is known of the vector's origin, in the words of the file.
    private var origin: [(key: String, value: String)] {
        guard let provenance = vector.provenance else { return [] }
        let known: [(String, String?)] = [
            ("model_id", provenance.modelID), ("model_revision", provenance.modelRevision),
            ("layer_convention", provenance.layerConvention), ("tool", provenance.tool),
            ("created", provenance.created),
        ]
        // Which layers were copied says nothing of the original.
        let details = provenance.details.map { (key: $0.key, value: $0.value) }
            .filter { original?.layers == nil || $0.key != "layers" }
            .sorted { ExactString($0.key) < ExactString($1.key) }
        return known.compactMap { key, value in value.map { (key, $0) } } + details
    }

    private var provenanceFacts: [(String, String)] {
        origin.isEmpty
            ? [("Origin", "not recorded")] : origin.map { ("Origin: \($0.key)", $0.value) }
    }

    var json: JSONValue {
        .object([
            "persona_id": .string(personaID), "name": .optional(name),
            "model": .string(store.modelName),
            "mask_strategy": .string(store.maskStrategy.rawValue),
            "variant": .string(variant.rawValue), "num_layers": .integer(layerCount),
            "hidden_size": .integer(vector.hiddenSize), "dtype": .string(vector.dtype.rawValue),
            "sample_ids": sampleIDs.map { .strings($0) } ?? .null, "file": .string(path),
            "provenance": .object(
                JSONObject(origin.map { (ExactString($0.key), .string($0.value)) })),
            "layers": .array(
                layers.map { number, layer in
                    .object([
                        "layer": .integer(number), "norm": .finite(layer.norm),
                        "mean": .finite(layer.mean),
                        "smallest": .finite(Double(layer.smallest)),
                        "largest": .finite(Double(layer.largest)),
                    ])
                }),
        ])
    }
}
