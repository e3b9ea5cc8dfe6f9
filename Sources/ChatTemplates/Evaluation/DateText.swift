import Foundation

/// Writes a date as C's `strftime` does in the C locale and the local time zone.
struct DateText {
    private let parts: DateComponents
    private let dayOfYear: Int

    init(_ date: Date) {
        let calendar = Calendar(identifier: .gregorian)
        parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
        dayOfYear = calendar.ordinality(of: .day, in: .year, for: date) ?? 1
    }

    /// The text that `format` describes; a directive that is not known stands for itself.
    func formatted(_ format: String) -> String {
        var result = ""
        var rest = format[...]
        while let character = rest.popFirst() {
            guard character == "%", let first = rest.popFirst() else {
                result.append(character)
                continue
            }
            // `%-d` is `%d` without leading zeros.
            let directive = first == "-" ? rest.popFirst() ?? "-" : first
            let text = self.text(directive) ?? "%\(directive)"
            let trimmed = text.drop { $0 == "0" }
            result += first == "-" ? (trimmed.isEmpty ? "0" : String(trimmed)) : text
        }
        return result
    }

    private func text(_ directive: Character) -> String? {
        let month = (parts.month ?? 1) - 1
        let weekday = (parts.weekday ?? 1) - 1
        let hour = parts.hour ?? 0
        switch directive {
        case "Y": return padded(parts.year, 4)
        case "y": return padded((parts.year ?? 0) % 100, 2)
        case "m": return padded(parts.month, 2)
        case "d": return padded(parts.day, 2)
        case "H": return padded(hour, 2)
        case "I": return padded((hour + 11) % 12 + 1, 2)
        case "M": return padded(parts.minute, 2)
        case "S": return padded(parts.second, 2)
        case "j": return padded(dayOfYear, 3)
        case "p": return hour < 12 ? "AM" : "PM"
        case "B": return Self.months[month]
        case "b": return String(Self.months[month].prefix(3))
        case "A": return Self.weekdays[weekday]
        case "a": return String(Self.weekdays[weekday].prefix(3))
        case "F": return formatted("%Y-%m-%d")
        case "T": return formatted("%H:%M:%S")
        case "%": return "%"
        default: return nil
        }
    }

    private func padded(_ number: Int?, _ width: Int) -> String {
        let digits = String(number ?? 0)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let weekdays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
}
