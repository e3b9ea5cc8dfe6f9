import PersonaExtraction
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an extraction works on: personas, the model that reads their prompts, and what runs it.
struct ExtractionInput {
    let source: PersonaSampleSource
    let model: OpenedModel
    /// The personas named; nil means all.
    let personaIDs: [String]?

    /// Opens everything that options name, what costs least first.
    ///
    /// - Parameters:
    ///   - model: the model.
    ///   - personas: which personas, and which questions.
    ///   - prompts: how prompts are written.
    ///   - output: whether progress is shown.
    ///   - named: the personas' folder or repository, if not that of `personas`.
    /// - Throws: what the libraries say of files that they cannot use, `CommandFailure`.
    init(
        _ model: LanguageModelOptions, _ personas: PersonaSourceOptions, _ prompts: PromptOptions,
        _ output: OutputOptions, folder named: String? = nil
    ) async throws {
        let template = try prompts.template()
        let folder = try await PersonaSourceOptions.folder(
            of: named ?? personas.personas, output)
        let dataset = try PersonaDataset(folder: folder, sampleSize: personas.sampleSize)
        guard !dataset.personaIDs.isEmpty else {
            throw CommandFailure.emptyDataset(folder.path)
        }
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

extension CommandFailure {
    static func emptyDataset(_ folder: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "There are no personas in \(folder.printable); at least one is needed. Name another data set"
                + " with --personas.")
    }
}
