/// A value that Python can put into a set: equal ones are the same member.
enum HashableValue: Hashable {
    case none
    case undefined
    case integer(Int)
    case double(Double)
    /// The bytes of a text: Swift's `==` would merge equivalent texts.
    case text([UInt8])
    case tuple([HashableValue])

    /// The member of a set.
    ///
    /// - Throws: ``ChatTemplateError`` for lists, dicts and what else Python cannot hash.
    init(_ value: TemplateValue) throws(ChatTemplateError) {
        switch value {
        case .none: self = .none
        case .undefined: self = .undefined
        case .string(let text): self = .text(Array(text.utf8))
        case .double(let number):
            self = Int(exactly: number).map { .integer($0) } ?? .double(number)
        case .list(let list) where list.kind == .tuple:
            var items: [HashableValue] = []
            for item in list.items { items.append(try HashableValue(item)) }
            self = .tuple(items)
        default:
            guard let integer = value.integer else {
                throw .operation("'unique'", on: value.kind)
            }
            self = .integer(integer)
        }
    }
}
