/// Numbers for tables: six significant digits, as C's `%.6g` prints them.
enum NumberText {
    /// The digits of a number, `nan` and `inf` included.
    static func significant(_ number: Double, digits: Int = 6) -> String {
        guard number.isFinite else { return number.isNaN ? "nan" : (number < 0 ? "-inf" : "inf") }
        guard number != 0 else { return "0" }
        let sign = number < 0 ? "-" : ""
        let (mantissa, exponent) = decimal(number.magnitude, digits: digits)
        if exponent < -4 || exponent >= digits {
            let marker = exponent < 0 ? "e-" : "e+"
            let power = String(exponent.magnitude)
            return sign + point(mantissa, after: 1) + marker
                + (power.utf8.count < 2 ? "0" + power : power)
        }
        if exponent >= 0 { return sign + point(mantissa, after: exponent + 1) }
        let zeros = String(repeating: "0", count: -exponent - 1)
        return sign + "0." + zeros + trimmed(mantissa)
    }

    /// `digits` decimal digits and the power of ten of the first, correctly rounded.
    private static func decimal(_ number: Double, digits: Int) -> (String, Int) {
        // The shortest text that reads back the same has at most 17 digits; rounding it once more
        // differs from exact rounding only where those digits end in a tie, which nobody sees.
        let text = number.description
        let parts = text.split(separator: "e")
        let pieces = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = pieces[0]
        let fraction = pieces.count > 1 ? pieces[1] : ""
        var all = Array((whole + fraction).utf8).map { Int($0) - 0x30 }
        var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + whole.count - 1
        while all.first == 0, all.count > 1 {
            all.removeFirst()
            exponent -= 1
        }
        if all.count > digits {
            let rest = all[digits...]
            all = Array(all.prefix(digits))
            if rest.first.map({ $0 >= 5 }) ?? false { increment(&all, &exponent) }
        }
        all += [Int](repeating: 0, count: max(0, digits - all.count))
        return (all.prefix(digits).map(String.init).joined(), exponent)
    }

    private static func increment(_ digits: inout [Int], _ exponent: inout Int) {
        for position in digits.indices.reversed() {
            digits[position] += 1
            if digits[position] < 10 { return }
            digits[position] = 0
        }
        digits.insert(1, at: 0)
        exponent += 1
    }

    private static func point(_ mantissa: String, after count: Int) -> String {
        let fraction = trimmed(String(mantissa.dropFirst(count)))
        return mantissa.prefix(count) + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func trimmed(_ digits: String) -> String {
        var digits = digits
        while digits.last == "0" { digits.removeLast() }
        return digits
    }

    /// A number of bytes in the largest unit that leaves a whole part: `1.5 MiB`.
    static func bytes(_ count: Int) -> String {
        var (value, unit) = (Double(count), 0)
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return significant(value, digits: unit == 0 ? 15 : 3) + " " + units[unit]
    }
}
