/// Arithmetic with Python's rules.
extension Renderer {
    static func integers(
        _ operation: BinaryOperator, _ left: Int, _ right: Int
    ) throws(ChatTemplateError) -> TemplateValue {
        let (value, overflow): (Int, Bool)
        switch operation {
        case .add: (value, overflow) = left.addingReportingOverflow(right)
        case .subtract: (value, overflow) = left.subtractingReportingOverflow(right)
        case .multiply: (value, overflow) = left.multipliedReportingOverflow(by: right)
        case .floorDivide where right != 0:
            (value, overflow) = left.dividedReportingOverflow(by: right)
            if !overflow, value * right != left, (left < 0) != (right < 0) {
                return .integer(value - 1)
            }
        case .remainder where right != 0:
            let rest = left.remainderReportingOverflow(dividingBy: right).partialValue
            return .integer(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest)
        default: return try doubles(operation, Double(left), Double(right))
        }
        guard !overflow else { throw beyond64Bits }
        return .integer(value)
    }

    static func doubles(
        _ operation: BinaryOperator, _ left: Double, _ right: Double
    ) throws(ChatTemplateError) -> TemplateValue {
        if right == 0, [.divide, .floorDivide, .remainder].contains(operation) {
            throw .operation("'\(operation.rawValue)'", on: "a division by zero")
        }
        return switch operation {
        case .add: .double(left + right)
        case .subtract: .double(left - right)
        case .multiply: .double(left * right)
        case .divide: .double(left / right)
        case .floorDivide: .double(floorQuotient(left, right))
        default: .double(remainder(left, right))
        }
    }

    /// Python's `%`: it has the sign of the divisor.
    private static func remainder(_ left: Double, _ right: Double) -> Double {
        let rest = left.truncatingRemainder(dividingBy: right)
        if rest == 0 { return right < 0 ? -0.0 : 0.0 }
        return (rest < 0) != (right < 0) ? rest + right : rest
    }

    /// Python's `//`, which takes the remainder off first: the quotient itself may be rounded up.
    private static func floorQuotient(_ left: Double, _ right: Double) -> Double {
        let quotient = (left - remainder(left, right)) / right
        if quotient == 0 { return (left < 0) != (right < 0) ? -0.0 : 0.0 }
        let floor = quotient.rounded(.down)
        return quotient - floor > 0.5 ? floor + 1 : floor
    }
}
