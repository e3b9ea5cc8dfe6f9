import Foundation
import PersonaVectors

extension JSONValue {
    /// Nine significant digits, which tell all 32-bit floats apart; JSON has none for NaN and infinity.
    static func number(_ number: Double) -> JSONValue {
        guard number.isFinite else { return .null }
        guard number != 0 else { return .double(0) }
        let digits = 8 - Int(log10(abs(number)).rounded(.down))
        // Powers of ten up to 22 are exact, so that one division gives the nearest number to the digits.
        guard abs(digits) <= 22 else { return .double(number) }
        let scale = powersOfTen[abs(digits)]
        return .double(
            digits >= 0 ? (number * scale).rounded() / scale : (number / scale).rounded() * scale)
    }

    /// Numbers as ``number(_:)`` writes them.
    static func numbers(_ numbers: some Sequence<Float>) -> JSONValue {
        .array(numbers.map { number(Double($0)) })
    }

    /// Numbers as ``number(_:)`` writes them.
    static func numbers(_ numbers: some Sequence<Double>) -> JSONValue {
        .array(numbers.map { number($0) })
    }

    /// A number of at most 1 in thousandths, for a page that would be too large otherwise.
    var thousandths: JSONValue {
        doubleValue.map { .integer(Int(($0 * 1000).rounded())) } ?? self
    }
}

private let powersOfTen: [Double] = (0...22).map { pow(10, Double($0)) }
