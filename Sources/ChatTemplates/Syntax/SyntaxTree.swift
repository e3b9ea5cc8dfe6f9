/// An expression of a template.
indirect enum Expression: Sendable {
    case literal(TemplateValue.Literal)
    case name(String)
    case list([Expression])
    case tuple([Expression])
    case dictionary([(key: Expression, value: Expression)])
    case attribute(Expression, String)
    case item(Expression, Expression)
    case slice(Expression, start: Expression?, stop: Expression?, step: Expression?)
    case call(Expression, Arguments)
    case filter(Expression, String, Arguments)
    case test(Expression, String, Arguments, negated: Bool)
    case not(Expression)
    case negative(Expression)
    case binary(BinaryOperator, Expression, Expression)
    case comparison(Expression, [(ComparisonOperator, Expression)])
    case conditional(Expression, condition: Expression, otherwise: Expression?)
}

/// The arguments of a call.
struct Arguments: Sendable {
    var positional: [Expression] = []
    var named: [(name: String, value: Expression)] = []

    var isEmpty: Bool { positional.isEmpty && named.isEmpty }
}

/// An operator between two values.
enum BinaryOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case remainder = "%"
    case concatenate = "~"
    case and
    case or
}

/// An operator that compares two values.
enum ComparisonOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case isNotIn = "not in"
}

/// Where an assignment goes.
enum AssignmentTarget: Sendable {
    case name(String)
    case attribute(of: String, String)
    case names([String])
}

/// A statement of a template.
indirect enum Statement: Sendable {
    case text(String)
    case print(Expression)
    case set(AssignmentTarget, Expression)
    case setBlock(AssignmentTarget, [Statement], filters: [(String, Arguments)])
    case branch([(condition: Expression, body: [Statement])], otherwise: [Statement])
    case loop(Loop)
    case macro(Macro)
    case filterBlock([(String, Arguments)], [Statement])
    case body([Statement])
    case breakLoop
    case continueLoop
}

/// A `for` statement.
struct Loop: Sendable {
    let target: AssignmentTarget
    let items: Expression
    let condition: Expression?
    let body: [Statement]
    let otherwise: [Statement]
}

/// A `macro` statement.
struct Macro: Sendable {
    let name: String
    let parameters: [(name: String, fallback: Expression?)]
    let body: [Statement]
}
