import PersonaVectors

/// Typed access to the members of a `config.json`, with a sentence for what does not fit.
struct ConfigReader {
    let object: JSONObject
    let path: String

    /// The value of a key; `null` counts as absent.
    func value(_ key: String) -> JSONValue? {
        guard let value = object[ExactString(key)], value != .null else { return nil }
        return value
    }

    func string(_ key: String) throws(ExtractionError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.stringValue else { throw wrong(key, value, "a string") }
        return text
    }

    func bool(_ key: String, default fallback: Bool) throws(ExtractionError) -> Bool {
        guard let value = value(key) else { return fallback }
        guard case .bool(let flag) = value else { throw wrong(key, value, "true or false") }
        return flag
    }

    /// A positive integer, at most `limit` where there is one.
    func count(
        _ key: String, default fallback: Int? = nil, limit: Int? = nil
    ) throws(ExtractionError) -> Int {
        guard let value = value(key) else {
            if let fallback { return fallback }
            throw .configValue(
                key, found: "no value", needed: "a positive integer", path: path)
        }
        // Above this no product of two sizes of a model could be trusted to fit.
        guard let count = value.integerValue, count > 0, count < 1 << 30, count <= limit ?? count
        else {
            let bound = limit.map { " up to \($0)" } ?? ""
            throw wrong(key, value, "a positive integer\(bound)")
        }
        return count
    }

    func optionalCount(_ key: String) throws(ExtractionError) -> Int? {
        value(key) == nil ? nil : try count(key)
    }

    /// A positive number.
    func number(_ key: String, default fallback: Double? = nil) throws(ExtractionError) -> Double {
        guard let value = value(key) else {
            if let fallback { return fallback }
            throw .configValue(key, found: "no value", needed: "a positive number", path: path)
        }
        guard let number = value.doubleValue, number > 0, number.isFinite else {
            throw wrong(key, value, "a positive number")
        }
        return number
    }

    func reader(_ key: String) throws(ExtractionError) -> ConfigReader? {
        guard let value = value(key) else { return nil }
        guard let object = value.objectValue else { throw wrong(key, value, "an object") }
        return ConfigReader(object: object, path: path)
    }

    /// The ids of a token that may be one id or a list of them.
    func tokens(_ key: String) -> [Int] {
        if let token = value(key)?.integerValue { return [token] }
        return value(key)?.arrayValue?.compactMap(\.integerValue) ?? []
    }

    func wrong(_ key: String, _ value: JSONValue, _ needed: String) -> ExtractionError {
        .configValue(key, found: Self.described(value), needed: needed, path: path)
    }

    private static func described(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .bigInteger(let digits): digits
        case .double(let number): "\(number)"
        case .string(let text): "'\(text.string)'"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
