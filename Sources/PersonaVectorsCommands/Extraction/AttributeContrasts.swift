import PersonaAnalysis
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The two values of an attribute that a trait leads between: those given, or the ends that the
/// data set's schema names.
struct AttributeContrasts {
    private let schema: AttributeTable?
    private let path: String
    private let given: (from: String, to: String)?

    /// Reads the schema of a data set, if it has one.
    init(folder: URL, from: String?, to: String?) throws {
        let file = folder.appending(path: "attribute_schema.json")
        path = file.path
        given = if let from, let to { (from, to) } else { nil }
        guard FileManager.default.fileExists(atPath: path) else {
            schema = nil
            return
        }
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw CommandFailure.schemaUnreadable(path, error)
        }
        schema = try AttributeTable(
            personas: [], personasPath: "", schema: Array(data), schemaPath: path)
    }

    /// The values for an attribute.
    func values(of attribute: String) throws -> (from: AttributeValue, to: AttributeValue) {
        guard let given else {
            guard let schema else { throw CommandFailure.noSchema(path, attribute: attribute) }
            return try contrastValues(of: schema.info(for: attribute))
        }
        let info = try schema?.info(for: attribute) ?? AttributeInfo(name: attribute)
        return (try info.value(named: given.from), try info.value(named: given.to))
    }
}

extension AttributeValue {
    /// The value as JSON holds it.
    var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .integer(let integer): .integer(integer)
        case .number(let number): .double(number)
        case .boolean(let boolean): .bool(boolean)
        }
    }
}

extension CommandFailure {
    static func noSchema(_ path: String, attribute: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "There is no \(path.printable), which names the ends of '\(attribute.printable)'. Give"
                + " them with --from and --to.")
    }

    static func schemaUnreadable(_ path: String, _ error: any Error) -> CommandFailure {
        CommandFailure(
            .ioFailed,
            "The file \(path.printable), which names the ends of attributes, cannot be read. Make it"
                + " readable, or take it away and give the ends with --from and --to.",
            underlyingError: error)
    }
}
