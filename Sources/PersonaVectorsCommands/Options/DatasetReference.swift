import HuggingFaceHub

/// A dataset repository at a revision, as `--personas` names it: `namespace/name@revision`.
struct DatasetReference {
    /// The personas that the original's vectors are of.
    static let originalPersonas = "implicit-personalization/synth-persona"

    let repository: RepositoryID
    /// A branch, a tag, `refs/pr/N` or a commit; `main` when none is named.
    let revision: String

    /// Nil when the text cannot be the name of a repository.
    init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        // Not being an id is the answer.
        guard let repository = try? RepositoryID(String(parts[0])) else { return nil }
        self.repository = repository
        revision = parts.count > 1 ? String(parts[1]) : "main"
    }
}
