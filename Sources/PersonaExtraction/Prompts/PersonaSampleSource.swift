public import PersonaVectors
import Safetensors
import Tokenization

/// Where an extraction's samples come from: personas, the questions put to them, the words around
/// both and the model that reads them.
///
/// ```swift
/// let source = PersonaSampleSource(dataset: dataset, model: text, strategies: [.answerMean])
/// let tasks = try source.tasks()
/// try await extractor.run(tasks, of: source)
/// ```
public struct PersonaSampleSource: Sendable {
    /// Which questions are put, and how prompts are written.
    public struct Options: Sendable {
        /// Only so many questions of the train side of
        /// ``PersonaDataset/trainTestSplit(for:trainCount:seed:)``; nil means all questions of
        /// both sides and those on none.
        public var trainCount: Int?
        /// Of these only the questions of one kind.
        public var kind: QAPair.Kind?
        /// The words around descriptions and choices.
        public var template: PromptTemplate
        /// How the beginning of an answer is found.
        public var answerSearch: TokenizedPrompt.AnswerSearch

        /// Options; the defaults are those of the Python original but for the template's words.
        public init(
            trainCount: Int? = nil, kind: QAPair.Kind? = nil, template: PromptTemplate = .standard,
            answerSearch: TokenizedPrompt.AnswerSearch = .firstMatch
        ) {
            self.trainCount = trainCount
            self.kind = kind
            self.template = template
            self.answerSearch = answerSearch
        }
    }

    /// The personas and their questions.
    public let dataset: PersonaDataset
    /// The model's template and tokenizer.
    public let model: ModelText
    /// The masks that samples get.
    public let strategies: [MaskStrategy]
    /// Which questions are put, and how prompts are written.
    public let options: Options

    /// A source; nothing is read yet.
    public init(
        dataset: PersonaDataset, model: ModelText, strategies: [MaskStrategy],
        options: Options = Options()
    ) {
        self.dataset = dataset
        self.model = model
        self.strategies = strategies
        self.options = options
    }

    /// What there is to extract: every variant of every persona, persona by persona.
    ///
    /// - Parameters:
    ///   - personaIDs: the personas; nil means all of the data set.
    ///   - variants: the variants.
    /// - Returns: the tasks, in order.
    /// - Throws: ``ExtractionError`` with code `personaNotFound` or `invalidDataset`.
    public func tasks(
        personaIDs: [String]? = nil, variants: [PromptVariant] = PromptVariant.defaults
    ) throws(ExtractionError) -> [ExtractionTask] {
        var tasks: [ExtractionTask] = []
        for id in personaIDs ?? dataset.personaIDs {
            let name = try dataset.personaName(id)
            tasks += variants.map {
                ExtractionTask(personaID: id, personaName: name, variant: $0)
            }
        }
        return tasks
    }

    /// The questions put to a persona: the split comes before the choice of a kind, as in the
    /// original, so that fewer than ``Options/trainCount`` may be left.
    ///
    /// - Throws: ``ExtractionError`` with code `personaNotFound`, or `invalidDataset` also when
    ///   none is left.
    public func questions(for personaID: String) throws(ExtractionError) -> [QAPair] {
        var pairs =
            if let count = options.trainCount {
                try dataset.trainTestSplit(for: personaID, trainCount: count).train
            } else {
                try dataset.questions(for: personaID)
            }
        if let kind = options.kind { pairs.removeAll { $0.kind != kind } }
        guard !pairs.isEmpty else { throw .noQuestions(personaID: personaID, kind: options.kind) }
        return pairs
    }

    /// The prompts of a persona.
    ///
    /// - Throws: ``ExtractionError``, as ``questions(for:)`` and
    ///   ``PersonaPrompt/prompts(of:variant:questions:template:)`` do.
    public func prompts(of task: ExtractionTask) throws(ExtractionError) -> [PersonaPrompt] {
        try PersonaPrompt.prompts(
            of: dataset.persona(task.personaID), variant: task.variant,
            questions: questions(for: task.personaID), template: options.template)
    }

    /// What the vector of a task will be made of; cheap beside its samples.
    ///
    /// - Throws: ``ExtractionError``, as ``prompts(of:)`` does.
    @Sendable public func outline(of task: ExtractionTask) throws -> SampleOutline {
        outline(of: try prompts(of: task))
    }

    /// The samples of a task, ready for the model.
    ///
    /// - Throws: ``ExtractionError``, as ``prompts(of:)`` and ``TokenizedPrompt`` do, and with code
    ///   `emptyMask` when a mask selects no token.
    /// - Complexity: O(n) in the length of all texts.
    @Sendable public func samples(of task: ExtractionTask) throws -> PersonaSamples {
        try personaSamples(of: try prompts(of: task))
    }

    func personaSamples(of prompts: [PersonaPrompt]) throws -> PersonaSamples {
        let outline = outline(of: prompts)
        return PersonaSamples(
            samples: try samples(of: prompts), details: outline.details,
            firstSampleDetails: outline.firstSampleDetails)
    }

    private func digest(of prompts: some Sequence<PersonaPrompt>) -> String {
        var hasher = SHA256Hasher()
        for text in prompts.flatMap({ [$0.system, $0.question, $0.answer] }) {
            // The length keeps apart what would be alike when joined.
            Array("\(text.utf8.count):\(text)".utf8).withUnsafeBytes { hasher.update($0) }
        }
        return hasher.finalize().hex
    }

    func outline(of prompts: [PersonaPrompt]) -> SampleOutline {
        SampleOutline(
            sampleIDs: prompts.map(\.id),
            details: [
                "prompt_digest": digest(of: prompts),
                "prompt_template_digest": options.template.digest,
                "chat_template_digest": model.templateDigest,
                "chat_template_variables_digest": model.variablesDigest,
                "tokenizer_digest": model.tokenizerDigest,
                "answer_search": options.answerSearch.rawValue,
                "question_set": options.questionSetName,
                "qa_filter": options.kind?.rawValue ?? "all",
            ], firstSampleDetails: ["prompt_digest": digest(of: prompts.prefix(1))])
    }

    /// The samples of prompts, with the masks that each counts towards.
    func samples(
        of prompts: [PersonaPrompt]
    ) throws(ExtractionError) -> [PersonaSamples.Sample] {
        var samples: [PersonaSamples.Sample] = []
        for prompt in prompts {
            let wanted = strategies.filter { samples.isEmpty || !$0.needsOneSample }
            if wanted.isEmpty { break }
            let tokenized = try TokenizedPrompt(
                prompt, model: model, answerSearch: options.answerSearch)
            var masks: [MaskStrategy: [Int]] = [:]
            for strategy in wanted { masks[strategy] = try tokenized.mask(of: strategy) }
            samples.append(.init(id: prompt.id, tokens: tokenized.tokens.ids, masks: masks))
        }
        return samples
    }
}

extension PersonaSampleSource.Options {
    /// The questions in the words of the original's dataset cards.
    fileprivate var questionSetName: String {
        trainCount.map { "train_test_split(n_train=\($0))" } ?? "all"
    }
}
