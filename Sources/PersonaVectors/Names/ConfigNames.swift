/// The folder name of a model: its id with every `/` replaced by `__`.
///
/// The way back (``modelName(forDirectory:)``) is not exact for ids that contain `__`; saved
/// vectors therefore also carry the id as it was given, see ``VectorProvenance``.
public func modelDirectoryName(for modelName: String) -> String {
    modelName.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "__")
}

/// The model id that a folder name stands for: every `__` becomes `/`.
public func modelName(forDirectory directoryName: String) -> String {
    var parts: [String] = [""]
    var rest = Substring(directoryName)
    while let scalar = rest.unicodeScalars.first {
        if rest.utf8.starts(with: "__".utf8) {
            parts.append("")
            rest.unicodeScalars.removeFirst(2)
        } else {
            parts[parts.count - 1].unicodeScalars.append(scalar)
            rest.unicodeScalars.removeFirst()
        }
    }
    return parts.joined(separator: "/")
}

/// The Hub config that holds a model's vectors: `<model_dir>__<mask_strategy>`.
public func activationConfigName(
    modelName: String, maskStrategy: MaskStrategy = .answerMean
) -> String {
    modelDirectoryName(for: modelName) + "__" + maskStrategy.rawValue
}

/// What a Hub config's name says.
public struct VectorConfigName: Hashable, Sendable {
    /// The model's id, as far as the name can tell.
    public let modelName: String

    /// The mask strategy.
    public let maskStrategy: MaskStrategy
}

/// Reads a Hub config's name: the part behind the last `__` is the mask strategy.
///
/// - Returns: nil when the name has no `__` or nothing on one side of it, which is not an error: a
///   repository may hold other configs.
public func parseVectorConfigName(_ name: String) -> VectorConfigName? {
    let bytes = Array(name.utf8)
    // Python's `rpartition` takes the last occurrence, also inside a longer run of underscores.
    let separator = bytes.indices.dropLast().last {
        bytes[$0] == UInt8(ascii: "_") && bytes[$0 + 1] == UInt8(ascii: "_")
    }
    guard let separator, separator > 0, separator + 2 < bytes.count else { return nil }
    let directory = String(decoding: bytes[..<separator], as: UTF8.self)
    let mask = String(decoding: bytes[(separator + 2)...], as: UTF8.self)
    return VectorConfigName(
        modelName: modelName(forDirectory: directory), maskStrategy: MaskStrategy(rawValue: mask))
}
