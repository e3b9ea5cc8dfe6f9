import ArgumentParser
import PersonaAnalysis
import PersonaExtraction
import PersonaVectors

/// Computes trait vectors from minimal pairs of personas with a model.
struct ExtractTraitCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "extract-trait",
        abstract: "Compute the direction of an attribute from minimal pairs of personas.",
        discussion: """
            Each persona is described twice, with one value of the attribute and with the other, \
            all else being equal; the mean difference of the two vectors is the trait. The values \
            are the ends of the attribute in the data set's schema, unless --from and --to are \
            given.

            A trait that is stored is left alone unless --force is given.

            Examples:
              persona-vectors extract-trait sex age --model ~/models/gemma
              persona-vectors extract-trait age --from 20 --to 80 \\
                --model ~/models/gemma --sample-size 100 --n-train 1 \\
                --mask-strategy persona_mean
            """)

    @Argument(help: "The attributes.") var attributes: [String]

    @OptionGroup(title: "Model") var model: LanguageModelOptions
    @OptionGroup(title: "Personas") var personas: PersonaSourceOptions

    @Option(help: ArgumentHelp("The value that the direction leads from.", valueName: "value"))
    var from: String?

    @Option(help: ArgumentHelp("The value that it leads to.", valueName: "value"))
    var to: String?

    @OptionGroup(title: "Prompts") var prompts: PromptOptions

    @Option(
        help: ArgumentHelp(
            """
            The store's folder (default: $ARTIFACTS_DIR/trait_vectors, else \
            artifacts/trait_vectors).
            """, valueName: "folder"),
        completion: .directory)
    var traitsDir: String?

    @Flag(help: "Compute what is stored already, too.")
    var force = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if attributes.isEmpty { throw ValidationError("Name at least one attribute.") }
        if (from == nil) != (to == nil) {
            throw ValidationError("'--from' and '--to' belong together: give both or none.")
        }
        if from != nil, attributes.count > 1 {
            throw ValidationError(
                "'--from' and '--to' are values of one attribute, but \(attributes.count) are"
                    + " named.")
        }
    }

    func run() async throws {
        let input = try await ExtractionInput(model, personas, prompts, output)
        let values = try AttributeContrasts(
            folder: input.source.dataset.folder, from: from, to: to)
        let chosen = try attributes.map { ($0, try values.values(of: $0)) }
        let extractor = TraitExtractor(
            input: input, folder: traitsDir ?? CommandContext.current.artifacts("trait_vectors"),
            replacesStored: force, output: output)
        var rows: [TraitExtractor.Row] = []
        for (attribute, ends) in chosen {
            rows += try await extractor.extract(attribute, from: ends.from, to: ends.to)
        }
        output.render(TraitExtractor.result(rows, model: extractor.model))
    }
}
