import HuggingFaceHub
import PersonaVectors
import Yams

/// What the YAML of a dataset card says of configs and splits, by the rules of `datasets` 5.2.
struct DatasetCard: Sendable {
    struct Split: Sendable, Hashable {
        let name: String
        let patterns: [String]
    }

    struct Config: Sendable {
        let name: String
        /// The folder that patterns start from.
        let dataDirectory: String?
        /// nil when the card leaves the files to be found by their names.
        let splits: [Split]?

        /// The start of all its paths: empty, or a folder with `/`.
        var folder: String {
            let parts = (dataDirectory ?? "").split(separator: "/").filter { $0 != "." }
            return parts.isEmpty ? "" : parts.joined(separator: "/") + "/"
        }
    }

    /// The configs in the order of the card; empty when it declares none.
    let configs: [Config]
    /// The entries of `dataset_info`.
    let infos: [DatasetInfo]

    /// A card that says nothing.
    static let empty = DatasetCard(configs: [], infos: [])

    private init(configs: [Config], infos: [DatasetInfo]) {
        self.configs = configs
        self.infos = infos
    }

    /// Reads the block of a card.
    ///
    /// - Parameters:
    ///   - yaml: the text between the rules.
    ///   - overriding: the text of `.huggingface.yaml`, whose keys replace those of the card.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `invalidManifest`, the card's place being left out.
    init(yaml: String, overriding: String? = nil) throws(ArtifactError) {
        try self.init(Self.mapping(yaml), overriding: overriding)
    }

    /// Takes what the Hub repeats of a card.
    ///
    /// - Parameters:
    ///   - json: the same keys and values as in the YAML.
    ///   - overriding: the text of `.huggingface.yaml`, whose keys replace those of the card.
    /// - Throws: ``/PersonaVectors/ArtifactError`` with code `invalidManifest`, the card's place being left out.
    init(json: HubJSON, overriding: String? = nil) throws(ArtifactError) {
        try self.init(Node(json).mapping, overriding: overriding)
    }

    private init(_ card: Node.Mapping?, overriding: String?) throws(ArtifactError) {
        let override = try overriding.map(Self.mapping) ?? nil
        let value = { (key: String) in override?[key] ?? card?[key] }
        configs = try Self.configs(value("configs"))
        infos = try Self.infos(value("dataset_info"))
    }

    /// The names at the top of a YAML text.
    static func keys(of yaml: String) throws(ArtifactError) -> Set<String> {
        Set((try mapping(yaml) ?? [:]).keys.compactMap { $0.scalar?.string })
    }

    private static func mapping(_ yaml: String) throws(ArtifactError) -> Node.Mapping? {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch {
            throw .invalidCard("its YAML cannot be read (\(reason(error)))", underlying: error)
        }
        guard let node, node.null == nil || node.mapping != nil else { return nil }
        guard let mapping = node.mapping else {
            throw .invalidCard("its YAML is not a mapping of keys to values")
        }
        return mapping
    }

    /// The first line of what Yams says; the others quote the text.
    private static func reason(_ error: any Error) -> String {
        let text = String(describing: error)
        return text.split(separator: "\n").first.map(String.init) ?? text
    }

    private static func configs(_ node: Node?) throws(ArtifactError) -> [Config] {
        guard let node, node.null == nil || node.sequence != nil else { return [] }
        guard let entries = node.sequence else {
            throw .invalidCard("'configs' is not a list")
        }
        var configs: [Config] = []
        for entry in entries {
            guard let name = entry.mapping?["config_name"]?.scalar?.string else {
                throw .invalidCard("an entry of 'configs' has no 'config_name'")
            }
            let isSound = !name.isEmpty && !name.contains { "<>:/\\|?*".contains($0) }
            guard isSound, !configs.contains(where: { $0.name == name }) else {
                throw .invalidCard(
                    "'configs' names the config '\(name.printable)' twice or in a way that is not"
                        + " allowed")
            }
            configs.append(
                Config(
                    name: name, dataDirectory: entry.mapping?["data_dir"]?.scalar?.string,
                    splits: try splits(entry.mapping?["data_files"], config: name)))
        }
        return configs
    }

    private static func splits(
        _ node: Node?, config: String
    ) throws(ArtifactError) -> [Split]? {
        guard let node, node.null == nil || node.sequence != nil else { return nil }
        if let patterns = Self.strings(node) { return [Split(name: "train", patterns: patterns)] }
        guard let entries = node.sequence else {
            throw .invalidCard("the 'data_files' of '\(config)' are neither paths nor splits")
        }
        var splits: [Split] = []
        for entry in entries {
            guard let name = entry.mapping?["split"]?.scalar?.string,
                let patterns = entry.mapping?["path"].flatMap(Self.strings)
            else {
                throw .invalidCard(
                    "an entry in the 'data_files' of '\(config)' lacks 'split' or 'path'")
            }
            guard isSplitName(name) else {
                throw .invalidCard(
                    "'\(name.printable)' is no name for a split: letters, digits, '_' and '.'"
                        + " are allowed")
            }
            guard !splits.contains(where: { $0.name == name }) else {
                throw .invalidCard("the config '\(config)' has the split '\(name)' twice")
            }
            splits.append(Split(name: name, patterns: patterns))
        }
        return splits
    }

    /// A string or a list of strings; nil for anything else.
    private static func strings(_ node: Node) -> [String]? {
        if let scalar = node.scalar { return [scalar.string] }
        guard let sequence = node.sequence, sequence.allSatisfy({ $0.scalar != nil }) else {
            return nil
        }
        return sequence.compactMap { $0.scalar?.string }
    }

    /// `^\w+(\.\w+)*$`: `datasets` refuses the whole card for any other name.
    static func isSplitName(_ name: String) -> Bool {
        name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        }
    }

    private static func infos(_ node: Node?) throws(ArtifactError) -> [DatasetInfo] {
        guard let node else { return [] }
        let entries = node.sequence.map(Array.init) ?? [node]
        return entries.compactMap { DatasetInfo($0) }
    }
}

extension Node {
    /// The YAML that a JSON value is.
    fileprivate init(_ json: HubJSON) {
        switch json {
        case .null: self = Node("null", Tag(.null))
        case .bool(let value): self = Node(value ? "true" : "false")
        case .number(let value): self = Node("\(value)")
        case .real(let value): self = Node("\(value)")
        case .string(let value): self = Node(value, Tag(.str))
        case .array(let elements): self = Node(elements.map { Node($0) })
        case .object(let members):
            self = Node(members.sorted { $0.key < $1.key }.map { (Node($0.key), Node($0.value)) })
        }
    }
}
