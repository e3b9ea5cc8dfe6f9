import PersonaVectors

/// Reads members of one object of the data set and says where it stands when one is wrong.
struct DatasetRow {
    let object: JSONObject
    let path: String
    /// `line 12 of personas.jsonl`; a closure because counting lines costs more than a row.
    let place: () -> String

    /// A member of the row that is there and not null.
    private func value(_ key: ExactString) -> JSONValue? {
        object[key].flatMap { $0 == .null ? nil : $0 }
    }

    private func wrong(_ key: ExactString, _ needed: String) -> ExtractionError {
        .rowMember(
            key.string, found: object[key]?.singleLineText, needed: needed, place: place(),
            path: path)
    }

    func string(_ key: ExactString) throws(ExtractionError) -> String {
        guard let text = object[key]?.stringValue else { throw wrong(key, "a string") }
        return text
    }

    func optionalString(_ key: ExactString) throws(ExtractionError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.stringValue else { throw wrong(key, "a string or null") }
        return text
    }

    func optionalInteger(_ key: ExactString) throws(ExtractionError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.integerValue else { throw wrong(key, "an integer or null") }
        return number
    }

    /// The strings of an array; a missing or null one is empty.
    func strings(_ key: ExactString) throws(ExtractionError) -> [String] {
        try elements(key, "strings", \.stringValue)
    }

    /// The integers of an array; a missing or null one is empty.
    func integers(_ key: ExactString) throws(ExtractionError) -> [Int] {
        try elements(key, "integers", \.integerValue)
    }

    /// What is made of the objects of an array; a missing or null one is empty.
    func objects<Element>(
        _ key: ExactString, _ make: (DatasetRow) throws(ExtractionError) -> Element
    ) throws(ExtractionError) -> [Element] {
        var made: [Element] = []
        for member in try elements(key, "objects", \.objectValue) {
            made.append(try make(DatasetRow(object: member, path: path, place: place)))
        }
        return made
    }

    private func elements<Element>(
        _ key: ExactString, _ kind: String, _ element: (JSONValue) -> Element?
    ) throws(ExtractionError) -> [Element] {
        guard let value = value(key) else { return [] }
        let elements = value.arrayValue?.map(element) ?? [nil]
        guard elements.allSatisfy({ $0 != nil }) else { throw wrong(key, "an array of \(kind)") }
        return elements.compactMap(\.self)
    }

    func object(_ key: ExactString) throws(ExtractionError) -> JSONObject {
        guard let members = object[key]?.objectValue else { throw wrong(key, "an object") }
        return members
    }

    /// One of the names that an enumeration has.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: ExactString, _: Choice.Type = Choice.self
    ) throws(ExtractionError) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try string(key)) else {
            let names = Choice.allCases.map { "'\($0.rawValue)'" }
            throw wrong(key, names.joined(separator: " or "))
        }
        return choice
    }
}
