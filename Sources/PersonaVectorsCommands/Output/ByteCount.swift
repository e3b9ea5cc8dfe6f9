/// Sizes for people.
enum ByteCount {
    private static let units = ["kB", "MB", "GB", "TB"]

    /// A size in powers of 1000, as disks and the Hub count: `612 B`, `1.2 MB`.
    static func text(_ count: Int) -> String {
        guard count >= 1000 else { return "\(count) B" }
        var value = Double(count) / 1000
        var unit = 0
        while value >= 999.95, unit + 1 < units.count {
            value /= 1000
            unit += 1
        }
        // One digit behind the point, rounded by hand: formatting needs no locale here.
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
