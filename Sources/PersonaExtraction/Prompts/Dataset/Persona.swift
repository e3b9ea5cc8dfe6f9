import ChatTemplates
public import PersonaVectors

/// A person that a model is asked to be.
public struct Persona: Hashable, Sendable {
    /// The id, under which vectors are kept.
    public let id: String
    /// The attributes, `first_name` and `last_name` among them.
    public let attributes: JSONObject
    /// The description as a list of filled-in sentences.
    public let templatedView: String
    /// The description as flowing text; empty when the data set has none.
    public let biographyView: String
    /// The description as single statements, joined to a text; empty when the data set has none.
    public let statementsView: String
    /// What the persona said of itself, one claim each; empty when the data set has none.
    public let statements: [PersonaStatement]

    /// A persona.
    public init(
        id: String, attributes: JSONObject, templatedView: String, biographyView: String = "",
        statementsView: String = "", statements: [PersonaStatement] = []
    ) {
        self.id = id
        self.attributes = attributes
        self.templatedView = templatedView
        self.biographyView = biographyView
        self.statementsView = statementsView
        self.statements = statements
    }

    init(_ row: DatasetRow) throws(ExtractionError) {
        self.init(
            id: try row.string("id"), attributes: try row.object("persona"),
            templatedView: try row.string("templated_view"),
            biographyView: try row.optionalString("biography_view") ?? "",
            statementsView: try row.optionalString("statements_view") ?? "",
            statements: try row.objects("statements", PersonaStatement.init))
    }

    /// First and last name; one of them when the persona has no other, as the baseline.
    public var name: String {
        let parts = [attributes["first_name"], attributes["last_name"]]
        return parts.map { $0?.stringValue ?? "" }.joined(separator: " ").stripped()
    }

    /// The description that a variant shows to the model.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidArgument` for a variant other than
    ///   `templated` and `biography`, `invalidDataset` when the persona has no such description.
    public func description(for variant: PromptVariant) throws(ExtractionError) -> String {
        let text: String
        switch variant {
        case .templated: text = templatedView
        case .biography: text = biographyView
        default: throw .unknownVariant(variant)
        }
        guard !text.isEmpty else { throw .noDescription(variant, personaID: id) }
        return text
    }
}
