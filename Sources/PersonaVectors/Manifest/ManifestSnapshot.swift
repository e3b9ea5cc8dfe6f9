import Synchronization

/// A manifest as it was in one state of its file, and the lists that are made of it often.
///
/// A class, so that callers share one copy of a manifest of many megabytes. It is `Sendable`
/// because ``mutate(_:)`` is only called by the folder that owns it, under the folder's lock, and
/// only while nobody else holds a reference.
final class ManifestSnapshot: @unchecked Sendable {
    private(set) var manifest: Manifest

    private struct Lists {
        var all: [String]?
        var withoutBaseline: [String]?
    }

    private let lists = Mutex(Lists())

    init(_ manifest: Manifest) {
        self.manifest = manifest
    }

    /// Changes the manifest; the caller must be the only holder of the snapshot.
    func mutate<R>(_ body: (inout Manifest) throws -> R) rethrows -> R {
        lists.withLock { $0 = Lists() }
        return try body(&manifest)
    }

    /// The ids sorted by code point.
    ///
    /// - Complexity: O(n log n) the first time, then O(1).
    func sortedIDs(includingBaseline: Bool) -> [String] {
        lists.withLock { lists in
            let all = lists.all ?? manifest.entries.map(\.id.string).sortedByCodePoint()
            lists.all = all
            if includingBaseline { return all }
            let filtered = lists.withoutBaseline ?? all.filter { $0 != baselinePersonaID }
            lists.withoutBaseline = filtered
            return filtered
        }
    }

    /// Whether there is an item other than those left out of lists by default.
    func contains(_ id: String) -> Bool {
        manifest.contains(ExactString(id))
    }
}

/// The id of the model's own voice, without a persona; lists leave it out unless asked.
public let baselinePersonaID = "baseline_assistant"
