import PersonaVectors
import Yams

/// One top-level list of a card's YAML block, entries of which can be put in place while the rest
/// of the block keeps its bytes.
struct CardList {
    private let key: String
    private let lineEnd: String
    private var before: [UInt8]
    /// The entries' texts, each with its line ends; nil when the list is not written a line an
    /// entry, and then it is written anew.
    private var items: [[UInt8]]
    private var after: [UInt8]

    /// Finds the list of a key.
    ///
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `invalidManifest` when it is no list.
    init(_ key: String, in block: [UInt8], lineEnd: String) throws(ArtifactError) {
        self.key = key
        self.lineEnd = lineEnd
        let lines = FrontMatter.lines(of: block)
        guard let start = lines.firstIndex(where: { Self.value(of: key, block[$0]) != nil }) else {
            before = block
            if !before.isEmpty, before.last != 10 { before += Array(lineEnd.utf8) }
            items = []
            after = []
            return
        }
        let rest = lines[(start + 1)...]
        var end = rest.firstIndex { Self.beginsKey(block[$0]) } ?? lines.endIndex
        // Comments and empty lines in front of the next key are its own.
        while end > start + 1, Self.isRemark(block[lines[end - 1]]) { end -= 1 }
        before = Array(block[..<lines[start].lowerBound])
        after = end < lines.endIndex ? Array(block[lines[end].lowerBound...]) : []
        let section = Array(
            block[lines[start].lowerBound..<lines[end - 1].upperBound])
        items = try Self.items(of: section, key: key, lineEnd: lineEnd)
    }

    /// The whole block with the list as it is now.
    var block: [UInt8] {
        before + Array("\(key):\(lineEnd)".utf8) + items.joined() + after
    }

    /// Puts an entry in the place of the one of that config, else where its name sorts.
    ///
    /// - Parameters:
    ///   - lines: the entry's lines.
    ///   - name: the config's name.
    ///   - isFine: whether the entry that is there may stay as it is.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `invalidManifest` when an entry cannot be read.
    mutating func put(
        _ lines: [String], for name: String, unless isFine: (Node) -> Bool
    ) throws(ArtifactError) {
        var item: [UInt8] = []
        for line in lines { item += Array((line + lineEnd).utf8) }
        var place: Int?
        for (index, text) in items.enumerated() {
            guard let node = try Self.entry(text) else { continue }
            let other = node.mapping?["config_name"]?.scalar?.string ?? "default"
            if other == name {
                if !isFine(node) { items[index] = item }
                return
            }
            if place == nil, ExactString(name) < ExactString(other) { place = index }
        }
        items.insert(item, at: place ?? items.count)
    }

    /// Puts an entry of `configs`, keeping the other keys of the one that is there: all but
    /// `data_dir`, from which the patterns do not start any more.
    mutating func putConfig(
        for name: String, splits: [DatasetCard.Split]
    ) throws(ArtifactError) {
        var extra: [String] = []
        var isFine = false
        for text in items {
            guard let mapping = try Self.entry(text)?.mapping,
                mapping["config_name"]?.scalar?.string == name
            else { continue }
            let old = try Self.splits(of: mapping, name)
            isFine = old == splits && mapping["data_dir"] == nil
            extra = try Self.extraLines(of: mapping)
        }
        try put(CardText.config(name, splits, extra: extra), for: name) { _ in isFine }
    }

    private static func splits(
        of mapping: Node.Mapping, _ name: String
    ) throws(ArtifactError) -> [DatasetCard.Split]? {
        let text = try serialized([Node.mapping(mapping)])
        return try DatasetCard(yaml: "configs:\n" + text).configs.first?.splits
    }

    /// The keys that are kept, as lines of an entry.
    private static func extraLines(of mapping: Node.Mapping) throws(ArtifactError) -> [String] {
        let others = mapping.filter { pair in
            !["config_name", "data_files", "data_dir"].contains(pair.key.scalar?.string ?? "")
        }
        guard !others.isEmpty else { return [] }
        let text = try serialize(Node(others.map { ($0.key, $0.value) }))
        return text.split(separator: "\n").map { "  \($0)" }
    }

    // MARK: Finding the parts

    /// What follows the key in the line that begins with it, quoted or not; nil for another line.
    private static func value(of key: String, _ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let forms = [key, "\"\(key)\"", "'\(key)'"]
        guard let form = forms.first(where: { line.starts(with: $0.utf8) }) else { return nil }
        let rest = line.dropFirst(form.utf8.count).drop { [9, 32].contains($0) }
        return rest.first == UInt8(ascii: ":") ? rest.dropFirst() : nil
    }

    /// Whether a line begins a top-level key: something at its start that is neither an item, a
    /// comment nor space.
    private static func beginsKey(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first else { return false }
        return ![9, 10, 13, 32, UInt8(ascii: "#"), UInt8(ascii: "-")].contains(first)
    }

    private static func isRemark(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.drop { [9, 32].contains($0) }
        return text.first.map { [10, 13, UInt8(ascii: "#")].contains($0) } ?? true
    }

    /// The entries of a section, by their dashes where it is written that way, else anew.
    private static func items(
        of section: [UInt8], key: String, lineEnd: String
    ) throws(ArtifactError) -> [[UInt8]] {
        let lines = FrontMatter.lines(of: section)
        let header = value(of: key, section[lines[0]][...])
        if let header, isRemark(header), let items = byDashes(section, Array(lines.dropFirst())) {
            return items
        }
        let node = try compose(section)?.mapping?[key]
        guard let node, node.null == nil || node.sequence != nil || node.mapping != nil else {
            return []
        }
        let entries: [Node]
        if let sequence = node.sequence {
            entries = Array(sequence)
        } else if node.mapping != nil {
            // A single config may be written without a list.
            entries = [node]
        } else {
            throw .invalidCard("'\(key)' is not a list")
        }
        var items: [[UInt8]] = []
        for entry in entries {
            items.append(Array(try serialized([entry]).replacing("\n", with: lineEnd).utf8))
        }
        return items
    }

    /// The entries as they are written, from one dash at the list's indent to the next.
    ///
    /// A comment belongs to the entry before it. nil when the list is written in another way.
    private static func byDashes(_ section: [UInt8], _ lines: [Range<Int>]) -> [[UInt8]]? {
        guard let first = lines.first(where: { !isRemark(section[$0]) }) else { return [] }
        let indent = section[first].prefix { $0 == 32 }.count
        // An item at another indent than ours cannot stand beside the ones we write.
        guard indent == 0, section[first].starts(with: "- ".utf8) else { return nil }
        var items: [[UInt8]] = []
        var pending: [UInt8] = []
        for line in lines {
            let text = section[line]
            if text.starts(with: "- ".utf8) {
                items.append(pending + text)
                pending = []
            } else if items.isEmpty {
                pending += text
            } else {
                items[items.count - 1] += text
            }
        }
        if var last = items.popLast() {
            if last.last != 10 { last.append(10) }
            items.append(last)
        }
        return items
    }

    private static func entry(_ text: [UInt8]) throws(ArtifactError) -> Node? {
        try compose(text)?.sequence?.first
    }

    private static func compose(_ text: [UInt8]) throws(ArtifactError) -> Node? {
        do {
            return try Yams.compose(yaml: String(decoding: text, as: UTF8.self))
        } catch {
            throw .invalidCard("its YAML cannot be read", underlying: error)
        }
    }

    private static func serialize(_ node: Node) throws(ArtifactError) -> String {
        do {
            return try Yams.serialize(node: node, width: -1, allowUnicode: true)
        } catch {
            throw .invalidCard("its YAML cannot be written", underlying: error)
        }
    }

    private static func serialized(_ entries: [Node]) throws(ArtifactError) -> String {
        try serialize(Node(entries))
    }
}
