/// What a check of a store found.
public struct VerificationReport: Sendable {
    /// The number of items and files looked at.
    public internal(set) var checkedCount = 0

    /// The number of tensor files that carry a digest of their values, which was compared.
    public internal(set) var digestCount = 0

    /// What is wrong, variant by variant, sorted by id.
    public internal(set) var findings: [VerificationFinding] = []

    /// Whether nothing is wrong.
    public var isClean: Bool { findings.isEmpty }
}

/// One thing that is wrong with a store.
public struct VerificationFinding: Hashable, Sendable {
    /// What kind of thing it is; new kinds may be added.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// The name, as `persona-vectors verify` prints it.
        public let rawValue: String

        /// A kind by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The manifest is missing or cannot be read.
        public static let invalidManifest = Kind(rawValue: "invalid-manifest")
        /// The manifest lists an item whose file is not there.
        public static let missing = Kind(rawValue: "missing")
        /// A tensor file that the manifest does not list.
        public static let orphaned = Kind(rawValue: "orphaned")
        /// A listed id that cannot be the name of a file.
        public static let invalidName = Kind(rawValue: "invalid-name")
        /// A file that is not a safetensors file, or has no tensor `activations`.
        public static let unreadable = Kind(rawValue: "unreadable")
        /// A tensor of another shape than the manifest states.
        public static let shapeDiffers = Kind(rawValue: "shape-differs")
        /// A tensor of another dtype than was saved.
        public static let dtypeDiffers = Kind(rawValue: "dtype-differs")
        /// Values other than those that were saved.
        public static let digestDiffers = Kind(rawValue: "digest-differs")
        /// A file that says it is another item's.
        public static let misnamed = Kind(rawValue: "misnamed")
        /// A value that is NaN or infinite.
        public static let notFinite = Kind(rawValue: "not-finite")
    }

    /// What kind of thing it is.
    public let kind: Kind

    /// The variant concerned.
    public let variant: PromptVariant

    /// The item concerned, if it is one.
    public let personaID: String?

    /// The file concerned.
    public let path: String

    /// One sentence for people.
    public let message: String
}

/// What a repair did, and what it could not do.
public struct RepairReport: Sendable {
    /// Items that are listed again, by variant.
    public internal(set) var restored: [PromptVariant: [String]] = [:]

    /// Items that are no longer listed because their file is not there, by variant.
    public internal(set) var dropped: [PromptVariant: [String]] = [:]

    /// Where the manifests that were replaced were kept.
    public internal(set) var backups: [String] = []

    /// What is still wrong, and why.
    public internal(set) var remaining: [VerificationFinding] = []
}
