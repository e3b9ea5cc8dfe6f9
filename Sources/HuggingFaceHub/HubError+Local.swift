/// The sentences for wrong arguments and for this machine's files.
extension HubError {
    static func modelIsOnlyRead(_ repository: RepositoryID) -> HubError {
        HubError(
            .invalidInput,
            "\(repository) is a model repository, which this library only reads: name a dataset "
                + "repository to write to.")
    }

    static func invalidRepositoryID(_ text: String, _ kind: RepositoryID.Kind) -> HubError {
        HubError(
            .invalidInput,
            "'\(text)' is not the id of a \(kind) repository: 'namespace/name' is needed, each "
                + "part 1 to 96 letters, digits, '_', '-' or '.', without '--', '..' or a '.git' "
                + "ending.")
    }

    static func invalidPath(_ path: String) -> HubError {
        HubError(
            .invalidInput,
            "'\(path)' is not a path in a repository: parts separated by '/' are needed, none of "
                + "them empty, '.' or '..', and no backslash.",
            path: path)
    }

    static func invalidRevision(_ revision: String) -> HubError {
        HubError(
            .invalidInput,
            "'\(revision)' is not a revision: a branch, a tag, 'refs/pr/N' or a commit is needed.")
    }

    static func protectedPath(_ path: String) -> HubError {
        HubError(
            .invalidInput,
            "'\(path)' cannot be committed: '.git' and '.cache' are not part of a repository's "
                + "content.",
            path: path)
    }

    static func repeatedPath(_ path: String) -> HubError {
        HubError(
            .invalidInput, "'\(path)' occurs twice in one commit. Name each path once.",
            path: path)
    }

    static func invalidEndpoint(_ endpoint: String) -> HubError {
        HubError(
            .invalidInput,
            "'\(endpoint)' is not an endpoint: an address such as 'https://huggingface.co' is "
                + "needed. Correct HF_ENDPOINT or the argument.")
    }

    static func invalidSetting(_ name: String, _ value: String, needed unit: String) -> HubError {
        HubError(
            .invalidInput,
            "\(name) is '\(value)': a whole number of \(unit) is needed.")
    }

    static func invalidToken() -> HubError {
        HubError(
            .invalidInput,
            "The token has characters that no token has. Check HF_TOKEN or the token file.")
    }

    static func invalidRange(_ range: Range<Int>, of subject: HubSubject, size: Int) -> HubError {
        HubError(
            .invalidInput,
            "Bytes \(range.lowerBound)..<\(range.upperBound) are not all in \(subject.phrase), "
                + "which has \(size).",
            subject: subject)
    }

    static func file(_ verb: String, _ path: String, _ code: CInt) -> HubError {
        HubError(
            .fileSystem, "Could not \(verb) \(path): \(FileSystem.message(of: code)).",
            path: path)
    }

    static func folder(_ path: String, _ error: any Error) -> HubError {
        HubError(
            .fileSystem, "Could not use the folder \(path): \(FileSystem.reason(of: error)).",
            path: path, underlying: error)
    }

    static func cacheNotWritten(_ error: any Error) -> HubError {
        HubError(
            .fileSystem, "Could not write to the cache: \(error).", underlying: error)
    }

    static func fileTooShort(_ path: String, found: Int, range: Range<Int>) -> HubError {
        HubError(
            .fileSystem,
            "\(path) ends at byte \(found), but bytes \(range.lowerBound)..<\(range.upperBound) "
                + "were needed. It was changed while it was read.",
            path: path)
    }

    static func damagedCopy(_ path: String, _ subject: HubSubject) -> HubError {
        HubError(
            .corrupted,
            "The cached copy of \(subject.phrase) is damaged: the bytes of \(path) do not have the "
                + "digest that the Hub states. Offline mode is on, so they cannot be fetched again: "
                + "run this once without HF_HUB_OFFLINE.",
            subject: subject, path: path)
    }

    static func changedWhileSending(_ path: String) -> HubError {
        HubError(
            .fileSystem, "\(path) was changed while it was being sent. Push it again.",
            path: path)
    }

    /// The answer to a commit was lost, and the repository has moved on to something else.
    static func commitOutcomeUnknown(
        _ subject: HubSubject, head: String, underlying: any Error
    ) -> HubError {
        HubError(
            .staleParent,
            "The answer to the commit to \(subject.phrase) was lost, and the repository is now at "
                + "\(head), which is not that commit. Read it again, merge, and try again.",
            subject: subject, underlying: underlying)
    }

    /// The answer to a pull request was lost; asking again could open a second one.
    static func pullRequestOutcomeUnknown(
        _ subject: HubSubject, underlying: any Error
    ) -> HubError {
        HubError(
            .network,
            "The answer to the pull request for \(subject.phrase) was lost. Look at the "
                + "repository's pull requests before asking again: it may be open already.",
            subject: subject, underlying: underlying)
    }

    static func uploadRefused(_ path: String, _ reason: String, _ subject: HubSubject) -> HubError {
        HubError(
            .refused, "The Hub does not take '\(path)' for \(subject.phrase): \(reason).",
            subject: subject, path: path)
    }
}
