import PersonaVectors

/// What a command found, ready for every way of printing it.
struct CommandResult {
    /// For people: tables below each other.
    var tables: [TextTable]

    /// For programs; the order of keys does not matter, they are sorted when printed.
    var json: JSONValue

    /// For shell loops: what `--quiet` prints, one a line.
    var identifiers: [String]
}

extension OutputOptions {
    /// Prints a result on standard output, in the one place where results are printed.
    func render(_ result: CommandResult) {
        let print = CommandContext.current.print
        if quiet {
            print(result.identifiers.map { $0.printable + "\n" }.joined())
            return
        }
        switch format {
        case .table:
            print(result.tables.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n"))
        case .json:
            print(String(decoding: result.json.sorted.indentedBytes, as: UTF8.self) + "\n")
        }
    }

    /// Tells people something that is not a result; programs and `--quiet` are spared.
    func note(_ text: String) {
        guard !quiet else { return }
        CommandContext.current.tell(text)
    }
}

extension JSONValue {
    /// The value with the keys of all objects sorted by code point.
    var sorted: JSONValue {
        switch self {
        case .array(let elements):
            .array(elements.map(\.sorted))
        case .object(let object):
            .object(
                JSONObject(
                    object.members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted) }))
        default:
            self
        }
    }

    /// A number, or null for what JSON has no number for.
    static func finite(_ number: Double) -> JSONValue {
        number.isFinite ? .double(number) : .null
    }

    /// A string, or null when there is none.
    static func optional(_ text: String?) -> JSONValue {
        text.map { .string($0) } ?? .null
    }

    /// An array of strings.
    static func strings(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string($0) })
    }
}
