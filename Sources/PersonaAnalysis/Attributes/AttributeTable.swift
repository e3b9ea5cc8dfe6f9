import PersonaVectors

/// The attributes of personas: a column for each attribute, a row for each persona.
///
/// The baseline persona has no attributes and is not in the table.
public struct AttributeTable: Sendable {
    /// The personas, in the order of the data set.
    public let personaIDs: [String]

    /// What is known of each attribute: in the schema's order, then those that only personas have.
    public let attributes: [AttributeInfo]

    private let rows: [ExactString: [ExactString: AttributeValue]]
    private let schemaCount: Int

    /// A table of rows; a persona that comes twice has the attributes of its last row.
    init(
        rows: [(personaID: String, values: [ExactString: AttributeValue])],
        schema: [AttributeInfo]
    ) {
        var order: [String] = []
        var byID: [ExactString: [ExactString: AttributeValue]] = [:]
        for (id, values) in rows where id != baselinePersonaID {
            if byID.updateValue(values, forKey: ExactString(id)) == nil { order.append(id) }
        }
        let known = Set(schema.map { ExactString($0.name) })
        let others = Set(byID.values.flatMap(\.keys)).subtracting(known).sorted()
        personaIDs = order
        attributes = schema + others.map { AttributeInfo(name: $0.string) }
        self.rows = byID
        schemaCount = schema.count
    }

    /// The attributes worth analysing.
    ///
    /// With a schema those that it neither calls identifiers nor recommends to drop; without one all
    /// but the names.
    public var attributeNames: [String] {
        guard schemaCount > 0 else {
            return attributes.map(\.name).filter { $0 != "first_name" && $0 != "last_name" }
        }
        return attributes.prefix(schemaCount)
            .filter { !$0.isIdentifier && $0.analysisRecommendation != "drop" }.map(\.name)
    }

    /// What is known of an attribute.
    ///
    /// - Throws: ``AnalysisError`` with code `notFound` when neither the schema nor any persona has
    ///   it.
    public func info(for attribute: String) throws -> AttributeInfo {
        guard
            let info = attributes.first(where: { ExactString($0.name) == ExactString(attribute) })
        else {
            throw AnalysisError.unknownAttribute(attribute, known: attributeNames)
        }
        return info
    }

    /// Refuses personas none of whom has a row: the table is then of another data set.
    ///
    /// - Throws: ``AnalysisError`` with code `notFound`.
    package func requireRow(among ids: [String]) throws {
        guard !ids.contains(where: contains) else { return }
        throw AnalysisError.noCommonPersonas(vectors: ids.count, rows: personaIDs.count)
    }

    /// Whether the table has a row for a persona.
    public func contains(_ personaID: String) -> Bool {
        rows[ExactString(personaID)] != nil
    }

    /// The value of an attribute for each persona.
    ///
    /// A persona that is not in the table, or has no value, is not an error: its value is nil.
    ///
    /// - Parameters:
    ///   - attribute: the attribute's name.
    ///   - personaIDs: the personas, in the order of the answer; nil means all of the table.
    /// - Returns: as many values as there are ids.
    /// - Throws: ``AnalysisError`` with code `notFound` when nobody has the attribute.
    /// - Complexity: O(`personaIDs.count`).
    public func values(
        of attribute: String, for personaIDs: [String]? = nil
    ) throws -> [AttributeValue?] {
        let name = ExactString(try info(for: attribute).name)
        return (personaIDs ?? self.personaIDs).map { rows[ExactString($0)]?[name] }
    }
}
