import ArgumentParser
import PersonaAnalysis
import PersonaExtraction
import PersonaVectors

/// How the strength of steering changes, in the original's words.
enum ScheduleArgument: String, ExpressibleByArgument, CaseIterable {
    case none
    case dim
    case start

    var schedule: SteeringSchedule {
        switch self {
        case .none: .none
        case .dim: .dim
        case .start: .start
        }
    }
}

/// A band of layers as the command line names it: `12:20` for 12 to 19, as in Python, or one layer.
struct LayerBand: ExpressibleByArgument {
    let layers: Range<Int>

    /// No model has as many layers, and a vector for each has to be kept.
    private static let limit = 10_000

    init?(argument: String) {
        let ends = argument.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count <= 2, let first = ends[0], first >= 0, first < Self.limit,
            let end = ends.count == 1 ? first + 1 : ends[1], first < end, end <= Self.limit
        else { return nil }
        layers = first..<end
    }
}

/// The vectors that a model is steered by.
struct SteeringOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of a persona's steering vector.", valueName: "folder"),
        completion: .directory)
    var steering: String?

    @Option(
        name: .customLong("trait"), parsing: .upToNextOption,
        help: ArgumentHelp("Traits of the trait store, added up.", valueName: "attribute"))
    var traits: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            The layers to steer, such as 12:20 for 12 to 19 (default: the layer of the steering \
            vector).
            """, valueName: "a:b"))
    var layers: LayerBand?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            What the vector is multiplied by (default: what the steering vector suggests; of \
            traits 1, the whole difference of the two values).
            """, valueName: "number"))
    var strength: Double?

    @Option(help: "How the strength changes from the first token to the last.")
    var schedule: ScheduleArgument?

    @Option(
        help: ArgumentHelp(
            "The trait store (default: $ARTIFACTS_DIR/trait_vectors, else artifacts/trait_vectors).",
            valueName: "folder"),
        completion: .directory)
    var traitsDir: String?

    @Option(
        help: ArgumentHelp(
            "The tokens that traits were averaged over (default: answer_mean).",
            valueName: "name"),
        completion: .list(MaskStrategy.known.map(\.rawValue)))
    var maskStrategy: String?

    @Option(
        help: ArgumentHelp(
            "The variant that traits were measured on (default: templated).", valueName: "name"))
    var variant: String?

    func validate() throws {
        if steering != nil, !traits.isEmpty {
            throw ValidationError("'--steering' and '--trait' both say how to steer: choose one.")
        }
        if !traits.isEmpty, layers == nil {
            throw ValidationError("'--trait' needs '--layers', such as 12:20.")
        }
        if steering == nil, traits.isEmpty,
            layers != nil || strength != nil || schedule != nil
        {
            throw ValidationError(
                "'--layers', '--strength' and '--schedule' need '--steering' or '--trait'.")
        }
        if traits.isEmpty, traitsDir != nil || maskStrategy != nil || variant != nil {
            throw ValidationError(
                "'--traits-dir', '--mask-strategy' and '--variant' need '--trait'.")
        }
        if let strength, !Float(strength).isFinite {
            throw ValidationError("'--strength \(strength)' must be a number below 3e38.")
        }
    }
}

/// A plan, and what people are told of it.
struct ChosenSteering {
    let plan: SteeringPlan
    /// `persona p-17` or `age, sex`.
    let title: String
    let persona: String?
    let traits: [String]
    let strength: Double
}

extension SteeringOptions {
    /// What was chosen, read from its files; nil without a choice.
    func steering(for model: ModelInfo) throws -> ChosenSteering? {
        if let steering { return try vectorSteering(at: steering, model: model.id) }
        guard let layers, !traits.isEmpty else { return nil }
        return try traitSteering(Array(layers.layers), model: model.id)
    }

    private var chosenSchedule: SteeringSchedule { schedule?.schedule ?? .none }

    private func vectorSteering(at folder: String, model: String) throws -> ChosenSteering {
        let context = CommandContext.current
        let vector = try loadSteeringVector(at: context.url(folder))
        if vector.modelName != model {
            context.tell(
                "Warning: the steering vector '\(folder.printable)' was made with the model "
                    + "'\(vector.modelName.printable)', and this is '\(model.printable)'. In another "
                    + "model its direction means nothing; if it is the same one, say so with "
                    + "--model-id.")
        }
        let strength = strength ?? vector.suggestedAlpha
        return ChosenSteering(
            plan: SteeringPlan(
                vector: vector.values, strength: Float(strength),
                layers: layers?.layers ?? vector.layer..<vector.layer + 1,
                schedule: chosenSchedule),
            title: "persona \(vector.personaID)", persona: vector.personaID, traits: [],
            strength: strength)
    }

    private func traitSteering(_ layers: [Int], model: String) throws -> ChosenSteering {
        let context = CommandContext.current
        let store = try TraitVectorStore(
            modelName: model,
            rootDirectory: context.url(traitsDir ?? context.artifacts("trait_vectors")),
            maskStrategy: maskStrategy.map { MaskStrategy(rawValue: $0) } ?? .answerMean)
        let bands = try traits.map {
            try loadTraitBand(
                $0, from: store, layers: layers,
                variant: variant.map { PromptVariant(rawValue: $0) } ?? .templated)
        }
        let strength = strength ?? 1
        return ChosenSteering(
            plan: SteeringPlan(
                vectors: try mergeTraitBands(bands, strength: strength),
                schedule: chosenSchedule),
            title: "trait \(traits.joined(separator: ", "))", persona: nil, traits: traits,
            strength: strength)
    }
}
