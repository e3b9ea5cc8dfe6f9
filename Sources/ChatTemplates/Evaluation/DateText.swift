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

    /// The text that `format` describes.
    ///
    /// - Throws: ``ChatTemplateError`` for a directive that is not known.
    func formatted(_ format: String) throws(ChatTemplateError) -> String {
        var result = ""
        var rest = format.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%", let first = rest.popFirst() else {
                result.unicodeScalars.append(scalar)
                continue
            }
            // `%-d` is `%d` without leading zeros.
            let directive = first == "-" ? rest.popFirst() ?? "-" : first
            guard let text = text(directive) else {
                throw .unsupported("the directive '%\(directive)' of 'strftime_now'")
            }
            let trimmed = text.drop { $0 == "0" || $0 == " " }
            let isPadded = first != "-" || text.last?.isNumber != true
            result += isPadded ? text : trimmed.isEmpty ? "0" : String(trimmed)
        }
        return result
    }

    /// The week of the year, counted from its first day of the week that begins weeks.
    private func week(beginningOn weekday: Int) -> Int {
        let daysSince = ((parts.weekday ?? 1) - 1 + 7 - weekday) % 7
        return (dayOfYear - 1 + 7 - daysSince) / 7
    }

    private func text(_ directive: Unicode.Scalar) -> String? {
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
        case "h": return text("b")
        case "e": return String(repeating: " ", count: (parts.day ?? 1) < 10 ? 1 : 0) + day
        case "U": return padded(week(beginningOn: 0), 2)
        case "W": return padded(week(beginningOn: 1), 2)
        case "w": return String(weekday)
        case "u": return String(weekday == 0 ? 7 : weekday)
        // Python's `now()` knows no time zone.
        case "Z", "z": return ""
        case "F": return joined("Y", "-", "m", "-", "d")
        case "T", "X": return joined("H", ":", "M", ":", "S")
        case "R": return joined("H", ":", "M")
        case "D", "x": return joined("m", "/", "d", "/", "y")
        case "c": return joined("a", " ", "b", " ", "e", " ", "T", " ", "Y")
        case "n": return "\n"
        case "t": return "\t"
        case "%": return "%"
        default: return nil
        }
    }

    private var day: String { String(parts.day ?? 1) }

    /// Directives, and what else stands between them.
    private func joined(_ parts: Unicode.Scalar...) -> String {
        parts.map { $0.properties.isAlphabetic ? text($0) ?? "" : String($0) }.joined()
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
