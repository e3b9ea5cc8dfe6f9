import PersonaVectors

/// One claim that a persona makes of itself, and where in its interview it does so.
public struct PersonaStatement: Hashable, Sendable {
    /// The statement's id, by which questions name it; see ``QAPair/evidenceStatementIDs``.
    public let id: String
    /// What the claim is about.
    public let category: String
    /// The claim, a sentence.
    public let claim: String
    /// The turns of the interview that support it.
    public let supportTurns: [Int]

    /// A statement.
    public init(id: String, category: String, claim: String, supportTurns: [Int] = []) {
        self.id = id
        self.category = category
        self.claim = claim
        self.supportTurns = supportTurns
    }

    init(_ row: DatasetRow) throws(ExtractionError) {
        self.init(
            id: try row.string("sid"), category: try row.string("category"),
            claim: try row.string("claim"), supportTurns: try row.integers("support_turns"))
    }
}
