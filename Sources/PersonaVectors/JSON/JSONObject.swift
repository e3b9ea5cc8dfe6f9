/// The members of a JSON object in order, with the rules of a Python dictionary: a key that is set
/// again keeps its place and takes the new value.
public struct JSONObject: Hashable, Sendable {
    /// The keys, in order of first appearance.
    public private(set) var keys: [ExactString] = []

    private var values: [ExactString: JSONValue] = [:]

    /// An object without members.
    public init() {}

    /// An object of the members given; of a key that comes twice the last value wins.
    public init(_ members: [(ExactString, JSONValue)]) {
        for (key, value) in members { self[key] = value }
    }

    /// The value of a key, nil when there is none; setting nil removes the member.
    public subscript(key: ExactString) -> JSONValue? {
        get { values[key] }
        set {
            if let newValue {
                if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
            } else if values.removeValue(forKey: key) != nil {
                keys.removeAll { $0 == key }
            }
        }
    }

    /// The members in order.
    public var members: [(key: ExactString, value: JSONValue)] {
        keys.map { ($0, values[$0] ?? .null) }
    }

    /// Whether there are no members.
    public var isEmpty: Bool { keys.isEmpty }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of the members given, in order.
    public init(dictionaryLiteral elements: (ExactString, JSONValue)...) {
        self.init(elements)
    }
}
