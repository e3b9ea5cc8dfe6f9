/// A value while a template is rendered, with Python's rules.
indirect enum TemplateValue {
    /// A constant of a template.
    enum Literal: Sendable {
        case none
        case bool(Bool)
        case integer(Int)
        case double(Double)
        case string(String)
    }

    /// What was asked for but does not exist, with the sentence for whoever uses it.
    case undefined(String)
    case none
    case bool(Bool)
    case integer(Int)
    case double(Double)
    case string(String)
    case list(TemplateList)
    case dictionary(TemplateDictionary)
    case namespace(Namespace)
    case macro(Macro, Scope)
    /// A function that every template knows.
    case function(String)
    /// A method of a value.
    case method(TemplateValue, String)

    init(_ literal: Literal) {
        switch literal {
        case .none: self = .none
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        }
    }

    /// What Python calls the value's type.
    var typeName: String {
        switch self {
        case .undefined: "undefined"
        case .none: "None"
        case .bool: "bool"
        case .integer: "int"
        case .double: "float"
        case .string: "str"
        case .list(let list): list.kind.rawValue
        case .dictionary: "dict"
        case .namespace: "namespace"
        case .macro: "macro"
        case .function, .method: "function"
        }
    }

    /// The type in a sentence.
    var kind: String { "a value of type \(typeName)" }

    /// Whether Python counts the value as true.
    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .double(let value): value != 0
        case .string(let text): !text.isEmpty
        case .list(let list): list.kind == .generator || !list.isEmpty
        case .dictionary(let dictionary): !dictionary.members.isEmpty
        case .namespace, .macro, .function, .method: true
        }
    }

    /// The value as a number, bools being 0 and 1; nil when it is none.
    var integer: Int? {
        switch self {
        case .integer(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    /// The value as a floating-point number; nil when it is no number.
    var double: Double? {
        if case .double(let value) = self { return value }
        return integer.map(Double.init)
    }

    /// Several values as one.
    ///
    /// - Throws: ``ChatTemplateError`` when they are too many or lie too deep.
    init(_ items: [TemplateValue], kind: TemplateList.Kind = .list) throws(ChatTemplateError) {
        self = .list(try TemplateList(items, kind: kind))
    }

    /// What a value without content weighs: about what it takes in memory.
    static let baseWeight = 64

    /// About how many bytes the value takes, with all that is in it.
    ///
    /// Namespaces and macros count as nothing more than a name for them.
    var weight: Int {
        switch self {
        case .string(let text): Self.baseWeight + text.utf8.count
        case .list(let list): Self.baseWeight + list.weight
        case .dictionary(let dictionary): Self.baseWeight + dictionary.weight
        case .method(let owner, _): Self.baseWeight + owner.weight
        default: Self.baseWeight
        }
    }

    /// The bytes of the value itself, without those of the values in it.
    var size: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .list(let list): list.items.count * Self.baseWeight
        case .dictionary(let dictionary): dictionary.members.count * Self.baseWeight
        default: 0
        }
    }

    /// How many values lie in one another, this one not counted when nothing lies in it.
    var depth: Int {
        switch self {
        case .list(let list): list.depth
        case .dictionary(let dictionary): dictionary.depth
        case .method(let owner, _): owner.depth + 1
        default: 0
        }
    }

    /// The text of a string; nil for any other value.
    var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }
}

/// What `namespace()` makes: variables that assignments inside loops can reach.
///
/// A class because every name for it means the same one.
final class Namespace {
    var variables = TemplateDictionary()
}

/// The variables that a part of a template sees.
///
/// A class because macros keep the scope they were defined in and see later assignments in it. Scope
/// and macro hold each other: the renderer empties such scopes when it is done.
final class Scope {
    private let parent: Scope?
    private var variables: [String: TemplateValue] = [:]

    init(parent: Scope? = nil) {
        self.parent = parent
    }

    subscript(name: String) -> TemplateValue? {
        get { variables[name] ?? parent?[name] }
        set { variables[name] = newValue }
    }

    /// Forgets all variables.
    func removeAll() { variables.removeAll() }
}

extension String {
    /// Whether both have the same code points; `==` would accept equivalent ones.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
