internal import HuggingFaceHub
internal import Yams

extension HubService {
    private struct CardRequest: Decodable {
        let content: String
    }

    /// Answers `POST /api/validate-yaml`.
    func validateCard(_ request: IncomingRequest) async throws -> ServerAnswer {
        let wanted = try await request.decodeBody(CardRequest.self)
        let errors = CardCheck.errors(inREADME: Array(wanted.content.utf8))
        var answer = try ServerAnswer.json([
            "errors": .array(errors.map { ["message": .string($0)] }), "warnings": [],
        ])
        if !errors.isEmpty { answer.status = 400 }
        return answer
    }
}

/// What the Hub and `datasets` refuse in a card: what would make the repository unreadable.
struct CardCheck {
    private(set) var errors: [String] = []

    /// The errors of a card; none for one without a YAML block.
    static func errors(inREADME bytes: [UInt8]) -> [String] {
        guard bytes.count <= CardData.sizeLimit else { return ["The card is too large"] }
        guard let block = CardData.block(of: bytes) else { return [] }
        let node: Node?
        do {
            node = try Yams.compose(yaml: block)
        } catch {
            let reason = String(describing: error).split(separator: "\n").first ?? "no reason given"
            return ["The YAML cannot be parsed: \(reason)"]
        }
        guard let node, node.null == nil else { return [] }
        guard let card = node.mapping else { return ["The YAML must be a mapping"] }
        var check = CardCheck()
        check.readConfigs(card["configs"])
        return check.errors
    }

    private mutating func readConfigs(_ node: Node?) {
        guard let node, node.null == nil else { return }
        guard let configs = node.sequence else {
            errors.append("\"configs\" must be a list")
            return
        }
        var names: Set<String> = []
        for (index, config) in configs.enumerated() {
            guard let name = config.mapping?["config_name"]?.scalar?.string else {
                errors.append("\"configs[\(index)].config_name\" is required")
                continue
            }
            if name.isEmpty || name.contains(where: { "<>:/\\|?*".contains($0) }) {
                errors.append("\"configs[\(index)].config_name\" has characters that are not valid")
            }
            if !names.insert(name).inserted {
                errors.append("\"configs[\(index)].config_name\" is there twice")
            }
            readSplits(config.mapping?["data_files"], place: "configs[\(index)].data_files")
        }
    }

    private mutating func readSplits(_ node: Node?, place: String) {
        guard let node, node.null == nil, node.scalar == nil else { return }
        guard let files = node.sequence else {
            errors.append("\"\(place)\" must be paths or a list of splits")
            return
        }
        if files.allSatisfy({ $0.scalar != nil }) { return }
        var names: Set<String> = []
        for (index, file) in files.enumerated() {
            let entry = "\(place)[\(index)]"
            guard let split = file.mapping?["split"]?.scalar?.string,
                file.mapping?["path"] != nil
            else {
                errors.append("\"\(entry)\" needs \"split\" and \"path\"")
                continue
            }
            if split.wholeMatch(of: /\w+(\.\w+)*/) == nil {
                errors.append("\"\(entry).split\" must match ^\\w+(\\.\\w+)*$")
            }
            if !names.insert(split).inserted {
                errors.append("\"\(entry).split\" is there twice")
            }
        }
    }
}
