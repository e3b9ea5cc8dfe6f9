import PersonaExtraction
import PersonaVectors

/// What an extraction works on: personas, the model that reads their prompts, and what runs it.
struct ExtractionInput {
    let source: PersonaSampleSource
    let model: OpenedModel
    /// The personas named; nil means all.
    let personaIDs: [String]?

    /// Opens everything that options name, what costs least first.
    init(
        _ model: LanguageModelOptions, _ personas: PersonaSourceOptions, _ prompts: PromptOptions,
        _ output: OutputOptions
    ) async throws {
        let template = try prompts.template()
        let folder = try await personas.folder(output)
        let dataset = try PersonaDataset(folder: folder, sampleSize: personas.sampleSize)
        for id in personas.personaIDs { _ = try dataset.personaName(id) }
        personaIDs = personas.personaIDs.isEmpty ? nil : personas.personaIDs
        self.model = try await model.open(output)
        source = PersonaSampleSource(
            dataset: dataset, model: self.model.text, strategies: prompts.strategies,
            options: .init(
                trainCount: personas.nTrain, kind: personas.qaType.kind, template: template,
                answerSearch: prompts.answerSearch.search))
    }
}
