public import PersonaVectors

/// The description of a persona as 23 sentences, one an attribute or two: what the data set calls
/// its templated view.
///
/// Because it is made from attributes alone, a persona can be described as if one of them were
/// another: the minimal pairs that traits are measured on.
public enum TemplatedView {
    /// The sentences of attributes that fill one place, in order; the first four are written apart.
    private static let sentences: [(beginning: String, attribute: String)] = [
        ("My ethnicity is", "ethnicity"),
        ("My race is", "race"),
        ("My Hispanic origin is", "hispanic_origin"),
        ("My political views are", "political_views"),
        ("My party identification is", "party_identification"),
        ("My marital status is", "marital_status"),
        ("My current work status is", "work_status"),
        ("My highest degree received is", "highest_degree_received"),
        ("My religion is", "religion"),
        ("My answer to whether I speak another language is", "speak_other_language"),
        ("My total wealth is", "total_wealth"),
        ("When I was 16, I lived in", "residence_at_16"),
        (
            "My answer to whether I have lived in the same place since age 16 is",
            "same_residence_since_16"
        ),
        ("My family structure at age 16 was", "family_structure_at_16"),
        ("My family income at age 16 was", "family_income_at_16"),
        ("My father's highest degree was", "fathers_highest_degree"),
        ("My mother's highest degree was", "mothers_highest_degree"),
        ("My mother's work history was", "mothers_work_history"),
        ("My U.S. citizenship status is", "us_citizenship_status"),
    ]

    /// The description that attributes give.
    ///
    /// Who has the religion `None` says nothing of it. Values stand in the sentences as Python
    /// writes them.
    ///
    /// - Parameters:
    ///   - attributes: the attributes, those of a name included.
    ///   - personaID: whose they are, for messages.
    /// - Returns: the sentences, a line each.
    /// - Throws: ``ExtractionError`` with code `invalidDataset` when an attribute is missing.
    public static func render(
        _ attributes: JSONObject, personaID: String
    ) throws(ExtractionError) -> String {
        func value(_ name: String) throws(ExtractionError) -> String {
            guard let value = attributes[ExactString(name)] else {
                throw .attributeMissing(name, personaID: personaID)
            }
            return value.pythonText
        }
        let born = try value("born_in_us") == "Yes" ? "" : "not "
        var lines = [
            "I am \(try value("first_name")) \(try value("last_name")).",
            "I am a \(try value("age"))-year-old \(try value("sex").lowercased()).",
            "I live in \(try value("city")), \(try value("state")).",
            "I was \(born)born in the United States.",
        ]
        for (beginning, attribute) in sentences {
            let text = try value(attribute)
            if attribute == "religion", attributes["religion"] == .string("None") { continue }
            lines.append("\(beginning) \(text).")
        }
        return lines.joined(separator: "\n")
    }
}

extension Persona {
    /// The same persona with one attribute changed, and a templated view that says so.
    ///
    /// - Parameters:
    ///   - attribute: the attribute, which the persona must have.
    ///   - value: its new value.
    /// - Returns: the persona `<id>__swap_<attribute>`, without a biography.
    /// - Throws: ``ExtractionError`` with code `invalidDataset` when the persona lacks an attribute,
    ///   or its view is not made from its attributes as ``TemplatedView`` makes it;
    ///   `invalidArgument` when the change does not show in the view.
    public func swapping(
        _ attribute: String, to value: JSONValue
    ) throws(ExtractionError) -> Persona {
        guard attributes[ExactString(attribute)] != nil else {
            throw .attributeMissing(attribute, personaID: id)
        }
        guard try TemplatedView.render(attributes, personaID: id) == templatedView else {
            throw .viewNotRendered(personaID: id)
        }
        var changed = attributes
        changed[ExactString(attribute)] = value
        let view = try TemplatedView.render(changed, personaID: id)
        guard view != templatedView else {
            throw .viewUnchanged(attribute, value: value.pythonText, personaID: id)
        }
        return Persona(
            id: "\(id)__swap_\(attribute)", attributes: changed, templatedView: view)
    }
}
