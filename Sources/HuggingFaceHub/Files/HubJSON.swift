/// A JSON value of no fixed shape, as the Hub's messages hold them: the order of keys is lost.
package enum HubJSON: Codable, Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Int)
    case real(Double)
    case string(String)
    case array([HubJSON])
    case object([String: HubJSON])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Each attempt that fails says only that the value is of another kind.
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .number(value)
        } else if let value = try? container.decode(Double.self) {
            self = .real(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([HubJSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: HubJSON].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .real(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// A member of an object; nil for anything else.
    package subscript(key: String) -> HubJSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }
}

extension HubJSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(value) }
    package init(arrayLiteral elements: HubJSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, HubJSON)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}
