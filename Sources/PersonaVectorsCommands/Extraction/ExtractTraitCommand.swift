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
            given. With --personas-from and --personas-to, the two descriptions come from two data \
            sets that have personas of the same ids.

            A trait that is stored, of the same model, personas and prompts, is left alone unless \
            --force is given. Each is kept as soon as it is complete; when one fails, the others are \
            computed all the same.

            Examples:
              persona-vectors extract-trait sex age --model ~/models/gemma
              persona-vectors extract-trait age --from 20 --to 80 \\
                --model ~/models/gemma --sample-size 100 --n-train 1 \\
                --mask-strategy persona_mean
              persona-vectors extract-trait mood --model ~/models/gemma \\
                --personas-from calm-people --personas-to angry-people
            """)

    @Argument(help: "The attributes.") var attributes: [String]

    @OptionGroup(title: "Model") var model: LanguageModelOptions
    @OptionGroup(title: "Personas") var personas: PersonaSourceOptions
    @OptionGroup(title: "Pairs of data sets") var pairs: PersonaPairOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The value that the direction leads from.", valueName: "value"))
    var from: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The value that it leads to.", valueName: "value"))
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
        try refuseRepetition(of: "attribute", in: attributes)
        if let from, from == to {
            throw ValidationError("'--from' and '--to' are both '\(from.printable)'.")
        }
        try pairs.validate(personas: personas, attributes: attributes)
        if from != nil, attributes.count > 1 {
            throw ValidationError(
                "'--from' and '--to' are values of one attribute, but \(attributes.count) are"
                    + " named.")
        }
    }

    func run() async throws {
        let input = try await ExtractionInput(
            model, personas, prompts, output, folder: pairs.personasFrom)
        let (traits, unnamed) =
            if let other = pairs.personasTo {
                ([try await files(to: other, input)], [any Error]())
            } else {
                try swaps(input)
            }
        if traits.isEmpty { try report(unnamed) }
        let extractor = TraitExtractor(
            input: input, revision: try input.model.revision(output),
            folder: traitsDir ?? CommandContext.current.artifacts("trait_vectors"),
            variant: pairs.variant, replacesStored: force, output: output)
        var rows: [TraitExtractor.Row] = []
        var failures = unnamed
        for trait in traits {
            do {
                rows += try await extractor.extract(trait.name, ends: trait.ends, trait.pairs)
            } catch let error as ExtractionError where !error.isBackendLost {
                failures.append(error)
            } catch let error as AnalysisError {
                failures.append(error)
            }
        }
        if !rows.isEmpty {
            output.render(TraitExtractor.result(rows, model: extractor.model))
        }
        try report(failures)
    }

    private func report(_ failures: [any Error]) throws {
        guard let failure = failures.first else { return }
        throw failures.count == 1 ? failure : CommandFailures(failures: failures)
    }

    /// A trait to extract, what its sides are called, and the personas who show them.
    private struct Trait {
        let name: String
        let ends: (from: String, to: String)
        let pairs: (PersonaSampleSource) -> PersonaPairs
    }

    /// Attributes, each of which is given two values, and why others cannot be.
    private func swaps(
        _ input: ExtractionInput
    ) throws -> (traits: [Trait], failures: [any Error]) {
        let values = try AttributeContrasts(
            folder: input.source.dataset.folder, from: from, to: to)
        var (traits, failures): ([Trait], [any Error]) = ([], [])
        for attribute in attributes {
            do {
                traits.append(try swap(attribute, values, input))
            } catch let error as AnalysisError {
                failures.append(error)
            } catch let error as CommandFailure {
                failures.append(error)
            }
        }
        return (traits, failures)
    }

    private func swap(
        _ attribute: String, _ values: AttributeContrasts, _ input: ExtractionInput
    ) throws -> Trait {
        let ends = try values.values(of: attribute)
        return Trait(name: attribute, ends: (ends.from.description, ends.to.description)) {
            PersonaPairs(
                of: attribute, values: (ends.from.json, ends.to.json), in: $0,
                personaIDs: input.personaIDs)
        }
    }

    /// What two data sets differ in.
    private func files(to other: String, _ input: ExtractionInput) async throws -> Trait {
        let folder = try await PersonaSourceOptions.folder(of: other, output)
        let dataset = try PersonaDataset(folder: folder)
        return Trait(
            name: attributes[0], ends: (from ?? pairs.personasFrom ?? "", to ?? other)
        ) {
            PersonaPairs(
                of: attributes[0], from: $0, to: dataset, variant: pairs.variant,
                personaIDs: input.personaIDs)
        }
    }
}
