/// The name of the file that is written beside its target: `.<name>.<pid>.<random>.tmp`.
enum TemporaryName {
    /// The longest file name that file systems take, in bytes.
    private static let limit = 255

    /// A fresh name for a target called `name`; a long `name` is cut at a character.
    static func make(for name: String, process: Int32) -> String {
        let random = String(UInt64.random(in: .min ... .max), radix: 16)
        let suffix = ".\(process).\(random).tmp"
        var stem = Substring(name)
        while 1 + stem.utf8.count + suffix.utf8.count > limit {
            stem.unicodeScalars.removeLast()
        }
        return ".\(stem)\(suffix)"
    }

    /// Whether ``make(for:process:)`` may have made `name`.
    static func matches(_ name: String) -> Bool {
        // By bytes: a dot followed by a combining mark is no `.` character to Swift.
        let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard parts.count >= 5, parts[0].isEmpty, parts[parts.count - 1] == "tmp" else {
            return false
        }
        let random = parts[parts.count - 2]
        return Int32(parts[parts.count - 3]) != nil && random.count <= 16
            && UInt64(random, radix: 16) != nil
    }
}
