public import PersonaVectors
import Safetensors

/// Personas each of whom is described in two ways: what a trait is measured on.
public struct PersonaPairs: Sendable {
    /// A persona's prompts in both descriptions.
    typealias Prompts = (from: [PersonaPrompt], to: [PersonaPrompt])

    /// The trait, for messages.
    public let trait: String
    /// The personas, in order.
    public let personaIDs: [String]
    let source: PersonaSampleSource
    private let prompts: @Sendable (String) throws -> Prompts

    /// Personas with one value of an attribute and with another, all else being equal.
    ///
    /// The templated view is written anew with each value; one that has the value already is shown as
    /// it is. Questions and answers stay the same.
    ///
    /// - Parameters:
    ///   - attribute: the attribute.
    ///   - values: its first and its second value.
    ///   - source: the personas, their questions and the model that reads them.
    ///   - personaIDs: the personas; nil means all. The baseline, who has no attributes, is passed over.
    public init(
        of attribute: String, values: (from: JSONValue, to: JSONValue),
        in source: PersonaSampleSource, personaIDs: [String]? = nil
    ) {
        trait = attribute
        self.source = source
        self.personaIDs = Self.withoutBaseline(personaIDs ?? source.dataset.personaIDs)
        let (from, to) = (values.from, values.to)
        prompts = { id in
            let persona = try source.dataset.persona(id)
            return (
                try source.prompts(of: persona, showing: attribute, as: from),
                try source.prompts(of: persona, showing: attribute, as: to)
            )
        }
    }

    /// Personas as two data sets describe them, joined by id; each with the questions of its own set.
    ///
    /// - Parameters:
    ///   - trait: what the sets differ in.
    ///   - source: the first set, and the model that reads both.
    ///   - dataset: the second set. A persona that it does not have cannot be paired.
    ///   - variant: the description of both that is shown.
    ///   - personaIDs: the personas; nil means all of the first set but the baseline.
    public init(
        of trait: String, from source: PersonaSampleSource, to dataset: PersonaDataset,
        variant: PromptVariant = .templated, personaIDs: [String]? = nil
    ) {
        self.trait = trait
        self.source = source
        self.personaIDs = Self.withoutBaseline(personaIDs ?? source.dataset.personaIDs)
        let other = PersonaSampleSource(
            dataset: dataset, model: source.model, strategies: source.strategies,
            options: source.options)
        prompts = { id in
            let task = ExtractionTask(personaID: id, personaName: id, variant: variant)
            return (try source.prompts(of: task), try other.prompts(of: task))
        }
    }

    private static func withoutBaseline(_ ids: [String]) -> [String] {
        ids.filter { $0 != baselinePersonaID }
    }

    /// A persona's prompts in both descriptions, which differ.
    private func sides(of id: String) throws -> Prompts {
        let prompts = try prompts(id)
        guard prompts.from != prompts.to else {
            throw ExtractionError.sidesAlike(trait, personaID: id)
        }
        return prompts
    }

    /// Facts for provenance: digests of all prompts of both sides, of the templates and the tokenizer.
    ///
    /// - Parameter strategy: a mask strategy; one that needs a persona's first prompt only depends on
    ///   no other.
    /// - Returns: the facts, by the keys of ``PersonaSamples/details``.
    /// - Complexity: O(bytes of all prompts), which are written but not tokenized.
    public func details(for strategy: MaskStrategy) -> [String: String] {
        var hasher = SHA256Hasher()
        for id in personaIDs {
            // Who cannot be shown in both ways is left out of the trait.
            guard let prompts = try? sides(of: id) else { continue }
            for side in [prompts.from, prompts.to] {
                let digest = source.outline(of: side).details(for: strategy)["prompt_digest"] ?? ""
                Array("\(id.utf8.count):\(id)\(digest)".utf8)
                    .withUnsafeBytes { hasher.update($0) }
            }
        }
        var details = source.outline(of: []).details(for: strategy)
        details["prompt_digest"] = hasher.finalize().hex
        return details
    }

    /// Runs each persona's questions twice, in one description and in the other.
    ///
    /// - Parameters:
    ///   - backend: runs the model.
    ///   - progress: hears of every persona that is done, with how many there are in all.
    /// - Returns: the vectors, all of them in memory: how well a layer separates the sides is known
    ///   only when the mean of all is. Personas that fail are left out, which is not an error.
    /// - Throws: ``ExtractionError`` with code `personaFailed` when no persona is left, whatever the
    ///   backend says when it is lost, `CancellationError`.
    /// - Complexity: two passes over each persona's samples; 8 bytes a layer, feature, persona and
    ///   strategy.
    public func vectors(
        backend: any ActivationBackend,
        progress: @Sendable (_ done: Int, _ count: Int) -> Void = { _, _ in }
    ) async throws -> MinimalPairs {
        var pairs = MinimalPairs()
        for (number, id) in personaIDs.enumerated() {
            try Task.checkCancellation()
            do {
                let prompts = try sides(of: id)
                let from = try await source.vectors(of: prompts.from, backend)
                let to = try await source.vectors(of: prompts.to, backend)
                pairs.personaIDs.append(id)
                pairs.from.merge(from.mapValues { [$0] }, uniquingKeysWith: +)
                pairs.to.merge(to.mapValues { [$0] }, uniquingKeysWith: +)
            } catch let error as CancellationError {
                throw error
            } catch let error as ExtractionError where error.isBackendLost {
                throw error
            } catch {
                pairs.failures.append(MinimalPairs.Failure(personaID: id, error: error))
            }
            progress(number + 1, personaIDs.count)
        }
        guard !pairs.personaIDs.isEmpty else {
            throw ExtractionError.noPairs(trait, first: pairs.failures.first?.error)
        }
        return pairs
    }
}

extension PersonaSampleSource {
    /// A persona's prompts, as if an attribute had a value.
    fileprivate func prompts(
        of persona: Persona, showing attribute: String, as value: JSONValue
    ) throws -> [PersonaPrompt] {
        let hasValue =
            persona.attributes[ExactString(attribute)]?.pythonText == value.pythonText
        return try PersonaPrompt.prompts(
            of: hasValue ? persona : try persona.swapping(attribute, to: value),
            variant: .templated, questions: questions(for: persona.id),
            template: options.template)
    }

    /// The vectors of prompts by strategy.
    fileprivate func vectors(
        of prompts: [PersonaPrompt], _ backend: any ActivationBackend
    ) async throws -> [MaskStrategy: PersonaVector] {
        try await backend.meanActivations(
            of: PersonaSamples(samples: samples(of: prompts)), strategies: strategies
        ).mapValues(\.vector)
    }
}
