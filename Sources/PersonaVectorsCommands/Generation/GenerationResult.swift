import PersonaExtraction
import PersonaVectors

/// Answers for people, side by side, and for programs.
struct GenerationResult {
    let model: String
    let plain: Reply
    let steered: Reply?
    let steering: ChosenSteering?

    var result: CommandResult {
        CommandResult(
            tables: tables, json: json, identifiers: [(steered ?? plain).text])
    }

    private var tables: [TextTable] {
        let width = CommandContext.current.columns ?? 80
        guard let steered, let steering else {
            return [Self.columns([("ANSWER", plain.text)], width: width)]
        }
        return [
            .facts([("Steering", facts(steering))]),
            Self.columns([("AS IT IS", plain.text), ("STEERED", steered.text)], width: width),
        ]
    }

    /// `persona p-17, layer 20, strength 3.2, schedule none`.
    private func facts(_ steering: ChosenSteering) -> String {
        let layers = steering.plan.vectors.keys.sorted()
        let place =
            layers.count == 1
            ? "layer \(layers[0])" : "layers \(layers.first ?? 0) to \(layers.last ?? 0)"
        let strength = NumberText.significant(steering.strength, digits: 4)
        return "\(steering.title), \(place), strength \(strength), schedule "
            + steering.plan.schedule.rawValue
    }

    /// Texts beside each other, each wrapped to its share of the width.
    private static func columns(_ texts: [(title: String, text: String)], width: Int) -> TextTable {
        let share = max(1, (width - 2 * (texts.count - 1)) / texts.count)
        let wrapped = texts.map { WrappedText.lines(of: $0.text, width: share) }
        let count = wrapped.map(\.count).max() ?? 0
        return TextTable(
            texts.map { .left($0.title) },
            rows: (0..<count).map { row in
                wrapped.map { $0.indices.contains(row) ? $0[row] : "" }
            })
    }

    private var json: JSONValue {
        .object([
            "model": .string(model),
            "prompt": .string(plain.prompt),
            "prompt_tokens": .array(plain.promptTokens.map { .integer($0) }),
            "unsteered": Self.json(plain),
            "steered": steered.map(Self.json) ?? .null,
            "steering": steering.map(Self.json) ?? .null,
        ])
    }

    private static func json(_ reply: Reply) -> JSONValue {
        .object([
            "text": .string(reply.text),
            "tokens": .array(reply.tokens.map { .integer($0) }),
            "complete": .bool(reply.isComplete),
        ])
    }

    private static func json(_ steering: ChosenSteering) -> JSONValue {
        .object([
            "persona": .optional(steering.persona),
            "traits": .strings(steering.traits),
            "layers": .array(steering.plan.vectors.keys.sorted().map { .integer($0) }),
            "strength": .finite(steering.strength),
            "schedule": .string(steering.plan.schedule.rawValue),
        ])
    }
}
