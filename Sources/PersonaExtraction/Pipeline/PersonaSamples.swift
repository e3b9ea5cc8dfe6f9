public import PersonaVectors

/// What a persona's vector is computed from: its texts under one variant, ready for the model.
public struct PersonaSamples: Sendable {
    /// One question and answer, as the model reads them.
    public struct Sample: Hashable, Sendable {
        /// The id of the question, kept with the vector.
        public var id: String
        /// The whole prompt's token ids.
        public var tokens: [Int]
        /// The positions that each strategy averages; a strategy without an entry leaves this
        /// sample out, as those of the persona's description do for all samples but the first.
        public var masks: [MaskStrategy: [Int]]

        /// A sample.
        public init(id: String, tokens: [Int], masks: [MaskStrategy: [Int]]) {
            self.id = id
            self.tokens = tokens
            self.masks = masks
        }
    }

    /// The samples, in the order in which their ids are kept.
    public var samples: [Sample]
    /// Facts for provenance, such as digests of the tokenizer, the template and the prompts.
    public var details: [String: String]
    /// What replaces some of ``details`` for strategies that need the first sample only.
    public var firstSampleDetails: [String: String]

    /// The samples of a persona.
    public init(
        samples: [Sample], details: [String: String] = [:],
        firstSampleDetails: [String: String] = [:]
    ) {
        self.samples = samples
        self.details = details
        self.firstSampleDetails = firstSampleDetails
    }

    /// The same facts, as they are known without the texts.
    var outline: SampleOutline {
        SampleOutline(
            sampleIDs: samples.map(\.id), details: details, firstSampleDetails: firstSampleDetails)
    }

    /// The ids of the samples that count towards a strategy.
    public func sampleIDs(for strategy: MaskStrategy) -> [String] {
        samples.filter { $0.masks[strategy] != nil }.map(\.id)
    }
}

/// One vector to extract: a persona under a variant.
public struct ExtractionTask: Hashable, Sendable {
    /// The persona's id, which becomes a file name.
    public var personaID: String
    /// The persona's name, for people.
    public var personaName: String
    /// How the persona is put to the model.
    public var variant: PromptVariant

    /// A task.
    public init(personaID: String, personaName: String, variant: PromptVariant) {
        self.personaID = personaID
        self.personaName = personaName
        self.variant = variant
    }

    /// Checks what becomes a file and a folder, before anything is computed.
    ///
    /// - Throws: `ArtifactError` with code `invalidName`.
    func validateNames() throws(ArtifactError) {
        try ItemName.validate(personaID, noun: "persona id")
        try ItemName.validate(variant.rawValue, noun: "variant")
    }
}
