/// How some texts go through the model: their common start once, then the rest in batches.
struct PrefillPlan: Sendable {
    /// A text, cut after its last selected token.
    struct Text: Sendable {
        let tokens: ArraySlice<Int>
        let selections: [[Int]]
    }

    let texts: [Text]
    /// The tokens that all texts start with; 0 where sharing them would not pay.
    let sharedCount: Int
    /// Texts that go through the model together, by index.
    let batches: [Range<Int>]

    /// Below this a pass of its own costs more than it saves.
    static let smallestShare = 16

    init(_ requests: [ActivationRequest], batchTokens: Int) {
        texts = requests.map { request in
            let needed = (request.selections.joined().max() ?? -1) + 1
            return Text(tokens: request.tokens.prefix(needed), selections: request.selections)
        }
        sharedCount = Self.sharedCount(of: texts)
        var batches: [Range<Int>] = []
        var first = 0
        var rows = 0
        for (index, text) in texts.enumerated() {
            let count = text.tokens.count - sharedCount
            if index > first, rows + count > batchTokens {
                batches.append(first..<index)
                (first, rows) = (index, 0)
            }
            rows += count
        }
        if first < texts.count { batches.append(first..<texts.count) }
        self.batches = batches
    }

    private static func sharedCount(of texts: [Text]) -> Int {
        guard let first = texts.first?.tokens, texts.count > 1 else { return 0 }
        var count = first.count
        for text in texts.dropFirst() {
            count = zip(first.prefix(count), text.tokens).prefix { $0 == $1 }.count
        }
        return count < smallestShare ? 0 : count
    }
}
