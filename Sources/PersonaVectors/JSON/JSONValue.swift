/// A JSON value as Python's `json` module reads it: the order of keys is kept, integers of any
/// size keep their digits, and `NaN` and `Infinity` are numbers.
///
/// It exists beside Foundation's JSON because manifests are rewritten: a program that keeps what
/// it does not know must write the same bytes as Python does, and Foundation loses the order of
/// keys, the digits of large numbers and the difference between duplicates.
public enum JSONValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// An integer that fits 64 bits.
    case integer(Int)
    /// The digits of an integer that does not fit 64 bits.
    case bigInteger(String)
    /// Any other number, `NaN` and the infinities included.
    case double(Double)
    /// A string.
    case string(ExactString)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)

    /// A string value.
    public static func string(_ text: String) -> JSONValue {
        .string(ExactString(text))
    }

    /// The text of a string, else nil; a lone surrogate shows as U+FFFD.
    public var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text.string
    }

    /// The value of an integer that fits 64 bits, else nil.
    public var integerValue: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The value of any number, rounded to a `Double`, else nil.
    public var doubleValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .bigInteger(let digits): Double(digits)
        case .double(let value): value
        default: nil
        }
    }

    /// The elements of an array, else nil.
    public var arrayValue: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object, else nil.
    public var objectValue: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }
}
