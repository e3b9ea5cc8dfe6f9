/// How a persona was put to the model: the folder of a local store, the split of a Hub config.
///
/// Open on purpose: the format accepts any name, the constants are the ones that the Python
/// original ships.
public struct PromptVariant: RawRepresentable, Hashable, Sendable, Codable {
    /// The name on disk and on the Hub.
    public let rawValue: String

    /// A variant of any name; whether the name can be a folder is checked by the store.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The persona as a list of filled-in attributes.
    public static let templated = PromptVariant(rawValue: "templated")

    /// The persona as flowing text.
    public static let biography = PromptVariant(rawValue: "biography")

    /// The variants that calls use when none are named, in this order.
    public static let defaults = [templated, biography]
}

extension PromptVariant: CustomStringConvertible {
    /// The name on disk and on the Hub.
    public var description: String { rawValue }
}
