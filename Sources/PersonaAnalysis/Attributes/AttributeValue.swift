import PersonaVectors

/// One value of a persona's attribute, as the JSON of the data set has it.
public enum AttributeValue: Hashable, Sendable {
    /// Text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number with a fraction.
    case number(Double)
    /// True or false.
    case boolean(Bool)

    /// The value as a number: text only when it reads as one, true as 1 and false as 0.
    public var number: Double? {
        switch self {
        case .text(let text): Double(text)
        case .integer(let integer): Double(integer)
        case .number(let number): number
        case .boolean(let boolean): boolean ? 1 : 0
        }
    }
}

extension AttributeValue: CustomStringConvertible {
    /// The value as Python's `str` writes it: the label of a class.
    public var description: String {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .number(let number):
            number.isFinite ? JSONValue.double(number).singleLineText : number.description
        case .boolean(let boolean): boolean ? "True" : "False"
        }
    }
}

extension AttributeValue {
    /// The value that JSON holds; nil for `null`.
    ///
    /// An array or an object is no value of its own: it becomes its JSON as text.
    init?(_ json: JSONValue) {
        switch json {
        case .null: return nil
        case .bool(let boolean): self = .boolean(boolean)
        case .integer(let integer): self = .integer(integer)
        case .double(let number): self = .number(number)
        case .string(let text): self = .text(text.string)
        case .bigInteger, .array, .object: self = .text(json.singleLineText)
        }
    }
}
