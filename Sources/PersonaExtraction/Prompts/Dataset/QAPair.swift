import PersonaVectors

/// A question and the answer that a persona gives to it.
public struct QAPair: Hashable, Sendable {
    /// How the answer follows from the persona.
    public enum Kind: String, CaseIterable, Sendable {
        /// It is stated somewhere.
        case explicit
        /// It is inferred.
        case implicit
    }

    /// How the question is answered.
    public enum ItemType: String, CaseIterable, Sendable {
        /// By choosing.
        case multipleChoice = "mcq"
        /// In the persona's own words.
        case freeResponse = "frq"
    }

    /// Whom the question is put to.
    public enum Scope: String, CaseIterable, Sendable {
        /// This persona.
        case individual
        /// All personas.
        case shared
    }

    /// The question's id, kept with every vector.
    public var id: String
    /// How the answer follows from the persona.
    public var kind: Kind
    /// How the question is answered.
    public var itemType: ItemType
    /// Whom the question is put to.
    public var scope: Scope
    /// The question.
    public var question: String
    /// The answer.
    public var answer: String
    /// What can be chosen; empty for questions that are answered freely.
    public var choices: [String]
    /// The index of the right choice, if one is known.
    public var correctChoiceIndex: Int?
    /// The bank of questions that this one comes from.
    public var bankID: String?
    /// The free questions that ask for the same.
    public var relatedFreeResponseIDs: [String]
    /// The statements of the persona that the answer rests on; see ``Persona/statements``.
    public var evidenceStatementIDs: [String]
    /// Words that the data set marks the question with.
    public var tags: [String]

    /// A question and its answer.
    public init(
        id: String, kind: Kind, itemType: ItemType, scope: Scope, question: String, answer: String,
        choices: [String] = [], correctChoiceIndex: Int? = nil, bankID: String? = nil,
        relatedFreeResponseIDs: [String] = [], evidenceStatementIDs: [String] = [],
        tags: [String] = []
    ) {
        self.id = id
        self.kind = kind
        self.itemType = itemType
        self.scope = scope
        self.question = question
        self.answer = answer
        self.choices = choices
        self.correctChoiceIndex = correctChoiceIndex
        self.bankID = bankID
        self.relatedFreeResponseIDs = relatedFreeResponseIDs
        self.evidenceStatementIDs = evidenceStatementIDs
        self.tags = tags
    }

    /// Reads a row; related questions that it does not name itself are those of its bank.
    init(_ row: DatasetRow, bank: [ExactString: [String]]) throws(ExtractionError) {
        let bankID = try row.optionalString("bank_id")
        let related = try row.strings("related_frq_qids")
        self.init(
            id: try row.string("qid"), kind: try row.choice("type"),
            itemType: try row.choice("item_type"), scope: try row.choice("scope"),
            question: try row.string("question"), answer: try row.string("answer"),
            choices: try row.strings("choices"),
            correctChoiceIndex: try row.optionalInteger("correct_choice_index"), bankID: bankID,
            relatedFreeResponseIDs: related.isEmpty
                ? bankID.flatMap { bank[ExactString($0)] } ?? [] : related,
            evidenceStatementIDs: try row.strings("evidence_sids"), tags: try row.strings("tags"))
    }
}
