internal import Foundation
internal import HuggingFaceHub
internal import Yams

/// What the YAML block of a `README.md` declares, as the Hub repeats it in `cardData`.
enum CardData {
    /// A card beyond this is no card.
    static let sizeLimit = 4 << 20
    /// Aliases let a few lines of YAML stand for any number of values.
    private static let valueLimit = 200_000

    /// The block as JSON; nil when there is none, or none that can be read.
    static func json(ofREADME bytes: [UInt8]) -> HubJSON? {
        guard bytes.count <= sizeLimit, let block = block(of: bytes),
            // The Hub, too, says nothing of a card that is broken.
            let node = try? Yams.compose(yaml: block)
        else { return nil }
        var left = valueLimit
        guard let json = json(of: node, &left), case .object = json else { return nil }
        return json
    }

    /// The lines between the rules, by the expression of `huggingface_hub` (`repocard.py`).
    static func block(of bytes: [UInt8]) -> String? {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let text = String(decoding: bytes[start...], as: UTF8.self)
        let rules = /^\s*---[\r\n]+([\S\s]*?)[\r\n]+---(?:\r\n|\n|$)/.matchingSemantics(
            .unicodeScalar)
        return text.prefixMatch(of: rules).map { String($0.output.1) }
    }

    private static func json(of node: Node, _ left: inout Int) -> HubJSON? {
        left -= 1
        guard left > 0 else { return nil }
        switch node {
        case .scalar(let scalar): return json(of: node.any, text: scalar.string)
        case .sequence(let sequence):
            var elements: [HubJSON] = []
            for element in sequence {
                guard let value = json(of: element, &left) else { return nil }
                elements.append(value)
            }
            return .array(elements)
        case .mapping(let mapping):
            var members: [String: HubJSON] = [:]
            for (key, value) in mapping {
                guard let name = key.scalar?.string, let value = json(of: value, &left) else {
                    return nil
                }
                members[name] = value
            }
            return .object(members)
        case .alias: return nil
        }
    }

    /// A scalar by the type that YAML gives it; what JSON has no type for stays text.
    private static func json(of value: Any, text: String) -> HubJSON {
        switch value {
        case is NSNull: .null
        case let value as Bool: .bool(value)
        case let value as Int: .number(value)
        case let value as Double where value.isFinite: .real(value)
        default: .string(text)
        }
    }
}
