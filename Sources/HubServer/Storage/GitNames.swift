internal import HuggingFaceHub

/// Git's names for folders and commits, so that the ids we answer are those that git would give.
struct GitTree {
    /// The names of all folders, `""` being the root.
    let folders: [String: String]

    /// Builds the folders of a flat listing from the leaves up.
    ///
    /// - Complexity: O(files × depth × log).
    init(_ files: [String: FileRecord]) {
        var entries: [String: [(name: String, mode: String, id: String)]] = ["": []]
        for (path, file) in files {
            let (folder, name) = Self.split(path)
            entries[folder, default: []].append((name, "100644", file.blob))
            // Every folder above has to exist, even one that holds folders only.
            var above = folder
            while !above.isEmpty {
                above = Self.split(above).folder
                entries[above, default: []] += []
            }
        }
        var folders: [String: String] = [:]
        let deepestFirst = entries.keys.sorted { Self.depth($0) > Self.depth($1) }
        for path in deepestFirst {
            let id = Self.id(of: entries[path] ?? [])
            folders[path] = id
            if !path.isEmpty {
                let (parent, name) = Self.split(path)
                entries[parent, default: []].append((name, "40000", id))
            }
        }
        self.folders = folders
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    private static func depth(_ path: String) -> Int {
        path.isEmpty ? 0 : path.utf8.count { $0 == UInt8(ascii: "/") } + 1
    }

    private static func id(of entries: [(name: String, mode: String, id: String)]) -> String {
        // Git sorts folders as if their names ended in a slash.
        let sorted = entries.sorted {
            let left = $0.mode == "40000" ? $0.name + "/" : $0.name
            let right = $1.mode == "40000" ? $1.name + "/" : $1.name
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        }
        let body = sorted.flatMap { entry in
            Array("\(entry.mode) \(entry.name)\0".utf8) + bytes(of: entry.id)
        }
        return gitName("tree", body)
    }

    private static func bytes(of hex: String) -> [UInt8] {
        let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }
}

/// The name of a commit: the SHA-1 of what git would store for it.
func gitCommitName(_ commit: CommitRecord, seconds: Int) -> String {
    let tree = GitTree(commit.files).folders[""] ?? ""
    let parent = commit.parent.map { "parent \($0)\n" } ?? ""
    let who = "\(commit.author) <\(commit.author)@localhost> \(seconds) +0000"
    let text = commit.message.isEmpty ? commit.title : "\(commit.title)\n\n\(commit.message)"
    let body = "tree \(tree)\n\(parent)author \(who)\ncommitter \(who)\n\n\(text)\n"
    return gitName("commit", Array(body.utf8))
}

private func gitName(_ kind: String, _ body: [UInt8]) -> String {
    var hasher = ContentHasher(gitObject: kind, size: body.count)
    hasher.update(body)
    return hasher.hex()
}
