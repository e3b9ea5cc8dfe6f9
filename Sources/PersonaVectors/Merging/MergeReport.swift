/// What to do with an id that is in a store already, with other content.
public enum ConflictPolicy: Sendable {
    /// Change nothing and throw.
    case refuse
    /// Replace what is there.
    case replace
}

/// What came of each persona that was merged into a variant, in the order given.
public struct MergeReport: Sendable, Hashable {
    /// The ids that were not there before.
    public internal(set) var added: [String] = []

    /// The ids that had other content before.
    public internal(set) var replaced: [String] = []

    /// The ids that had the same content already; nothing was written for them.
    public internal(set) var unchanged: [String] = []
}
