import ArgumentParser
import PersonaAnalysis
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Computes steering vectors.
struct SteerCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "steer",
        abstract: "Compute steering vectors: a persona's biography minus its templated vector.",
        discussion: """
            One folder a persona, with the files of the Python original: \
            steering_vector.safetensors and metadata.json, which suggests a strength.

            Examples:
              persona-vectors steer --persona-id p-17 --model google/gemma-2-9b-it
              persona-vectors steer --persona-id p-17 p-18 --layer 12 --hub lab/persona-vectors
            """)

    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("The personas.", valueName: "id"),
        completion: .personaIDs)
    var personaId: [String]

    @OptionGroup(title: "Store") var store: StoreOptions
    @OptionGroup(title: "Hub") var hub: HubSourceOptions

    @Option(help: ArgumentHelp("The layer to steer.", valueName: "layer"))
    var layer = SteeringVector.defaultLayer

    @Option(
        help: ArgumentHelp("Where the vectors go, a folder a persona.", valueName: "folder"),
        completion: .directory)
    var out = "artifacts/vectors"

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        try refuseRepetition(of: "persona", in: personaId)
    }

    func run() async throws {
        try CommandContext.current.requireFolder(out, for: "--out")
        let variants: [PromptVariant] = [.biography, .templated]
        let source = try await hub.source(store, requiring: variants)
        for variant in variants { try await source.requirePersonas(personaId, in: variant) }
        // All are computed before any is saved: one bad persona leaves nothing behind.
        var vectors: [SteeringVector] = []
        for id in personaId {
            vectors.append(
                try await computeSteeringVector(from: source.vectors, personaID: id, layer: layer))
        }
        let root = CommandContext.current.url(out)
        let saved = try vectors.map {
            (vector: $0, path: try saveSteeringVector($0, in: root).path)
        }
        output.render(Self.result(saved))
        for vector in vectors where vector.values.allSatisfy({ $0 == 0 }) {
            output.note(
                "Warning: The two vectors of '\(vector.personaID.printable)' are equal in layer"
                    + " \(vector.layer): its steering vector is zero.")
        }
    }

    private static func result(_ saved: [(vector: SteeringVector, path: String)]) -> CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [
                        .left("PERSONA"), .right("LAYER"), .right("FEATURES"),
                        .right("SUGGESTED ALPHA"), .left("SAVED IN"),
                    ],
                    rows: saved.map { vector, path in
                        [
                            vector.personaID, String(vector.layer), String(vector.values.count),
                            NumberText.significant(vector.suggestedAlpha), path,
                        ]
                    })
            ],
            json: .array(
                saved.map { vector, path in
                    .object([
                        "persona_id": .string(vector.personaID), "layer": .integer(vector.layer),
                        "model_id": .string(vector.modelName),
                        "hidden_size": .integer(vector.values.count),
                        "suggested_alpha": .finite(vector.suggestedAlpha),
                        "folder": .string(path),
                    ])
                }),
            identifiers: saved.map(\.path))
    }
}
