import PersonaVectors

/// The sentences for revisions that nothing can be pushed to.
extension ArtifactError {
    static func pushToTag(_ name: String, of repository: String) -> ArtifactError {
        ArtifactError(
            .invalidArgument,
            "Cannot push to '\(name.printable)' of \(repository): it is a tag, which stays"
                + " where it is. Name a branch or refs/pr/N.")
    }

    static func pushToCommit(_ name: String, of repository: String) -> ArtifactError {
        ArtifactError(
            .invalidArgument,
            "Cannot push to '\(name.printable)' of \(repository): it is no branch and reads like"
                + " the id of a commit, which never changes. Name a branch; one that is to have"
                + " this name has to be there before.")
    }

    static func noPullRequest(_ name: String, of repository: String) -> ArtifactError {
        ArtifactError(
            .notFound,
            "Cannot push to '\(name.printable)': \(repository) has no such pull request. Open one"
                + " with 'persona-vectors push --create-pr', or name one that is there.")
    }

    static func noSuchReference(_ name: String, of repository: String) -> ArtifactError {
        ArtifactError(
            .notFound,
            "Cannot push to '\(name.printable)': \(repository) has no such reference, and a branch"
                + " is made by its plain name only. Leave out 'refs/…/'.")
    }

    static func noBaseOfPullRequest(_ name: String, of repository: String) -> ArtifactError {
        ArtifactError(
            .notFound,
            "Cannot open a pull request against '\(name.printable)': \(repository) has no such"
                + " branch. Name a branch that is there, or none for main.")
    }
}
