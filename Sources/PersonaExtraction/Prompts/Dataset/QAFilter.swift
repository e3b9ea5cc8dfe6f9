import PersonaVectors

/// Which questions are wanted; what is nil does not matter.
public struct QAFilter: Hashable, Sendable {
    /// How the answer follows from the persona.
    public var kind: QAPair.Kind?
    /// How the question is answered.
    public var itemType: QAPair.ItemType?
    /// Whom the question is put to.
    public var scope: QAPair.Scope?
    /// The topic, as the data set's registry of questions names it.
    public var topicGroupID: String?
    /// A set of questions that the registry names.
    public var questionSet: String?

    /// A filter; by default all questions pass.
    public init(
        kind: QAPair.Kind? = nil, itemType: QAPair.ItemType? = nil, scope: QAPair.Scope? = nil,
        topicGroupID: String? = nil, questionSet: String? = nil
    ) {
        self.kind = kind
        self.itemType = itemType
        self.scope = scope
        self.topicGroupID = topicGroupID
        self.questionSet = questionSet
    }

    /// Whether the registry has to be asked.
    var needsRegistry: Bool { topicGroupID != nil || questionSet != nil }

    /// Whether a question passes; one that the registry does not know fails what it is asked for.
    func accepts(_ pair: QAPair, _ registry: QuestionRegistry?) -> Bool {
        guard kind == nil || pair.kind == kind, itemType == nil || pair.itemType == itemType,
            scope == nil || pair.scope == scope
        else { return false }
        guard needsRegistry else { return true }
        guard let entry = registry?.entry(for: pair) else { return false }
        return (topicGroupID.map { entry.topicGroupID == ExactString($0) } ?? true)
            && (questionSet.map { entry.questionSets.contains(ExactString($0)) } ?? true)
    }
}
