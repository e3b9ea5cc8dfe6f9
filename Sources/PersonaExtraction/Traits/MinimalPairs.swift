public import PersonaVectors

/// Vectors of personas with one value of an attribute and with another, all else being equal: what
/// a trait is built from.
public struct MinimalPairs: Sendable {
    /// A persona that could not be shown with both values.
    public struct Failure: Sendable {
        /// The persona's id.
        public let personaID: String
        /// What was thrown.
        public let error: any Error
    }

    /// The personas, in the order of the vectors.
    public internal(set) var personaIDs: [String] = []
    /// By strategy a vector for each persona with the first value.
    public internal(set) var from: [MaskStrategy: [PersonaVector]] = [:]
    /// By strategy a vector for each persona with the second value.
    public internal(set) var to: [MaskStrategy: [PersonaVector]] = [:]
    /// The personas that were left out.
    public internal(set) var failures: [Failure] = []
}

extension PersonaSampleSource {
    /// Runs each persona's questions twice, with one value of an attribute and with the other.
    ///
    /// The persona's templated view is written anew with each value; one that has the value already
    /// is shown as it is. Everything else, questions and answers included, stays the same.
    ///
    /// - Parameters:
    ///   - attribute: the attribute.
    ///   - values: its first and its second value.
    ///   - personaIDs: the personas; nil means all of the data set. The baseline, who has no
    ///     attributes, is passed over.
    ///   - backend: runs the model.
    ///   - progress: hears of every persona that is done, with how many there are in all.
    /// - Returns: the vectors, all of them in memory, and the personas that cannot be shown with
    ///   both values, which is not an error.
    /// - Throws: ``ExtractionError`` with code `personaFailed` when no persona is left,
    ///   `CancellationError`.
    /// - Complexity: two passes over each persona's samples; 8 bytes a layer, feature, persona and
    ///   strategy.
    public func minimalPairs(
        of attribute: String, values: (from: JSONValue, to: JSONValue),
        personaIDs: [String]? = nil, backend: any ActivationBackend,
        progress: @Sendable (_ done: Int, _ count: Int) -> Void = { _, _ in }
    ) async throws -> MinimalPairs {
        let ids = (personaIDs ?? dataset.personaIDs).filter { $0 != baselinePersonaID }
        var pairs = MinimalPairs()
        for (number, id) in ids.enumerated() {
            try Task.checkCancellation()
            do {
                let persona = try dataset.persona(id)
                let from = try await vectors(of: persona, attribute, values.from, backend)
                let to = try await vectors(of: persona, attribute, values.to, backend)
                pairs.personaIDs.append(id)
                pairs.from.merge(from.mapValues { [$0] }, uniquingKeysWith: +)
                pairs.to.merge(to.mapValues { [$0] }, uniquingKeysWith: +)
            } catch let error as CancellationError {
                throw error
            } catch {
                pairs.failures.append(MinimalPairs.Failure(personaID: id, error: error))
            }
            progress(number + 1, ids.count)
        }
        guard !pairs.personaIDs.isEmpty else {
            throw ExtractionError.noPairs(attribute, first: pairs.failures.first?.error)
        }
        return pairs
    }

    /// The persona's vectors by strategy, as if an attribute had a value.
    private func vectors(
        of persona: Persona, _ attribute: String, _ value: JSONValue,
        _ backend: any ActivationBackend
    ) async throws -> [MaskStrategy: PersonaVector] {
        let hasValue =
            persona.attributes[ExactString(attribute)]?.pythonText == value.pythonText
        let shown = hasValue ? persona : try persona.swapping(attribute, to: value)
        let prompts = try PersonaPrompt.prompts(
            of: shown, variant: .templated, questions: questions(for: persona.id),
            template: options.template)
        let means = try await backend.meanActivations(
            of: PersonaSamples(samples: samples(of: prompts)), strategies: strategies)
        return means.mapValues(\.vector)
    }
}
