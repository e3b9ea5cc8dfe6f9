extension ArtifactError {
    static func invalidName(_ name: String, noun: String, problem: String) -> ArtifactError {
        ArtifactError(
            .invalidName,
            "The \(noun) '\(name.printable)' cannot be used: it \(problem). It becomes the name of"
                + " a file or folder, so choose one of 1 to \(ItemName.maximumByteCount) bytes"
                + " without '/', '\\' and NUL, other than '.', '..' and 'manifest.json'.",
            personaID: name)
    }
}

extension String {
    /// The text with control characters shown as escapes, for a message on one line.
    package var printable: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            text +=
                scalar.value < 0x20 || scalar.value == 0x7F
                ? scalar.escaped(asASCII: true)
                : String(scalar)
        }
    }
}
