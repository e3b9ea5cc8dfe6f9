import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A day as ISO 8601 writes it: `2025-07-26`.
struct DateArgument: ExpressibleByArgument {
    /// Noon of the day where this program runs, which is where templates take the day from.
    let date: Date

    init?(argument: String) {
        let digits = argument.utf8.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard argument.utf8.count == 10,
            digits == [true, true, true, true, false, true, true, false, true, true]
        else { return nil }
        let parts = argument.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        let components = DateComponents(year: parts[0], month: parts[1], day: parts[2], hour: 12)
        // Without this the 30th of February would become a day of March.
        guard let date = calendar.date(from: components),
            calendar.dateComponents([.year, .month, .day], from: date)
                == DateComponents(year: parts[0], month: parts[1], day: parts[2])
        else { return nil }
        self.date = date
    }
}
