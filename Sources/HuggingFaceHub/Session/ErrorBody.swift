/// The text of an error body: `{"error": "..."}`, `{"error": ["..."]}` or
/// `{"errors": [{"message": "..."}]}`.
struct ErrorBody: Decodable {
    let message: String?

    private enum Key: String, CodingKey {
        case error
        case errors
    }

    private struct Item: Decodable {
        let message: String
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // Each form is tried in turn; a body of another form has no message, which is no error.
        if let text = try? container.decode(String.self, forKey: .error) {
            message = text
        } else if let texts = try? container.decode([String].self, forKey: .error) {
            message = texts.joined(separator: "; ")
        } else if let items = try? container.decode([Item].self, forKey: .errors) {
            message = items.map(\.message).joined(separator: "; ")
        } else {
            message = nil
        }
    }

    static func message(in body: [UInt8]) -> String? {
        // A body that is not JSON is a proxy's page: not worth showing.
        (try? JSONCoding.decode(ErrorBody.self, from: body))?.message
    }
}
