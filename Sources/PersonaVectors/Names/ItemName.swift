/// The rule for names that become one file or folder: an id never leaves its folder.
///
/// Names come from files and from the Hub, so that they are checked when they are used, not only
/// when they are saved.
package enum ItemName {
    /// The longest name: `.safetensors` (12 bytes) is added, and file systems take 255.
    package static let maximumByteCount = 243

    /// Checks a name.
    ///
    /// - Parameters:
    ///   - name: the persona id, attribute, variant or mask strategy.
    ///   - noun: what it is, for the message.
    /// - Throws: ``ArtifactError`` with code `invalidName`.
    package static func validate(_ name: String, noun: String) throws(ArtifactError) {
        if let problem = problem(with: name) {
            throw .invalidName(name, noun: noun, problem: problem)
        }
    }

    private static func problem(with name: String) -> String? {
        if name.isEmpty { return "is empty" }
        if name.utf8.contains(0) { return "contains NUL" }
        if name.utf8.contains(UInt8(ascii: "/")) || name.utf8.contains(UInt8(ascii: "\\")) {
            return "contains a path separator"
        }
        if [".", "..", "manifest.json"].contains(name) { return "is reserved" }
        if name.utf8.count > maximumByteCount { return "is \(name.utf8.count) bytes long" }
        return nil
    }
}
