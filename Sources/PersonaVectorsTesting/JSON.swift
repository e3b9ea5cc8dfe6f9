public import Foundation

/// A JSON value that is asked for what a test expects; anything else is `nil`.
public struct JSON: Sendable {
    private indirect enum Value: Decodable, Sendable {
        case null
        case bool(Bool)
        case number(Double)
        case string(String)
        case array([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // One of these is right for any JSON; the order tells `true` from 1.
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .string(value)
            } else if let value = try? container.decode([Value].self) {
                self = .array(value)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }
    }

    private let value: Value

    /// Reads JSON.
    public init(_ data: Data) throws {
        value = try JSONDecoder().decode(Value.self, from: data)
    }

    private init(_ value: Value) {
        self.value = value
    }

    /// The value of a key of an object.
    public subscript(key: String) -> JSON {
        guard case .object(let fields) = value else { return JSON(.null) }
        return JSON(fields[key] ?? .null)
    }

    /// The element of an array.
    public subscript(index: Int) -> JSON {
        guard case .array(let elements) = value, elements.indices.contains(index) else {
            return JSON(.null)
        }
        return JSON(elements[index])
    }

    /// The keys of an object, sorted.
    public var keys: [String]? {
        guard case .object(let fields) = value else { return nil }
        return fields.keys.sorted()
    }

    /// A text.
    public var string: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }

    /// An array of texts.
    public var strings: [String]? {
        guard case .array(let elements) = value else { return nil }
        let texts = elements.compactMap { JSON($0).string }
        return texts.count == elements.count ? texts : nil
    }

    /// A number.
    public var double: Double? {
        guard case .number(let number) = value else { return nil }
        return number
    }

    /// A whole number.
    public var int: Int? { double.flatMap { Int(exactly: $0) } }

    /// True or false.
    public var bool: Bool? {
        guard case .bool(let bool) = value else { return nil }
        return bool
    }
}
