import ArgumentParser
import PersonaExtraction
import PersonaVectors

/// Computes vectors of personas with a model.
struct ExtractCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Compute the vectors of personas with a model, and keep them in a store.",
        discussion: """
            For each persona and variant, the model reads the persona's description, a question and \
            the persona's answer; the outputs of its blocks are averaged over the tokens that the \
            mask strategy selects, and over all questions. Several strategies take one pass.

            What is stored for the same questions, prompts and model is skipped, so that a run that \
            was stopped goes on where it was. Several runs may share the work on one store with \
            --shard. With --verbose the first prompt is shown, and what the masks select in it.

            Examples:
              persona-vectors extract --model ~/models/gemma --personas ~/synth-persona
              persona-vectors extract --model ~/models/gemma --sample-size 50 \\
                --n-train 50 --qa-type implicit --model-id google/gemma-2-9b-it \\
                --mask-strategy answer_mean question_last
              persona-vectors extract --model ~/models/gemma --shard 2/8
            """)

    @OptionGroup(title: "Model") var model: LanguageModelOptions
    @OptionGroup(title: "Personas") var personas: PersonaSourceOptions
    @OptionGroup(title: "Selection") var variants: VariantOptions
    @OptionGroup(title: "Prompts") var prompts: PromptOptions
    @OptionGroup(title: "Running") var running: ExtractionRunOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let context = CommandContext.current
        let input = try await ExtractionInput(model, personas, prompts, output)
        let (source, backend) = (input.source, input.model.backend)
        let tasks = try source.tasks(
            personaIDs: input.personaIDs,
            variants: variants.named.isEmpty ? PromptVariant.defaults : variants.named)
        if running.shard.shard.select(tasks).isEmpty {
            context.tell(
                "Nothing to do: the shard \(running.shard.defaultValueDescription) of so few personas"
                    + " is empty.")
        }
        let extractor = try ActivationExtractor(
            backend: backend, rootDirectory: context.url(running.folder),
            options: .init(
                strategies: source.strategies, shard: running.shard.shard,
                replacesStored: running.force, skipsFailed: running.skipFailed,
                modelRevision: input.model.revision(output), details: input.model.details))
        if output.verbose { MaskPreview.show(running.shard.shard.select(tasks).first, of: source) }
        let report = try await ProgressReporter.track("Extracting", output: output) { reporter in
            try await extractor.run(
                tasks, of: source,
                progress: { progress in
                    if case .failed(let error) = progress.event {
                        context.tell("Warning: \(error)")
                    }
                    reporter.begin(ExtractionStatus.line(progress))
                })
        }
        for note in ExtractionResult.notes(report) { context.tell(note) }
        output.render(ExtractionResult.result(report, model: backend.model, source.strategies))
        // Who goes on after this one, as to a push, has nothing to go on with.
        if report.saved.isEmpty, report.skipped.isEmpty, !report.failures.isEmpty {
            throw ExitCode.failure
        }
    }
}
