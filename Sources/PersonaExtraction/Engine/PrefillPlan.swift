/// How some texts go through the model: their common start once, then the rest in batches.
struct PrefillPlan: Sendable {
    /// A text, cut after its last selected token.
    struct Text: Sendable {
        let tokens: ArraySlice<Int>
        let selections: [[Int]]
    }

    let texts: [Text]
    /// The tokens that all requests start with; none where sharing them would not pay.
    ///
    /// Kept apart from the texts: each may be cut before their end.
    let sharedTokens: ArraySlice<Int>
    /// Texts that go through the model together, by index.
    let batches: [Range<Int>]

    var sharedCount: Int { sharedTokens.count }

    /// Below this a pass of its own costs more than it saves.
    static let smallestShare = 16

    init(_ requests: [ActivationRequest], batchTokens: Int) {
        texts = requests.map { request in
            let needed = (request.selections.joined().max() ?? -1) + 1
            return Text(tokens: request.tokens.prefix(needed), selections: request.selections)
        }
        let sharedCount = Self.sharedCount(
            of: requests, needed: texts.map(\.tokens.count).max() ?? 0)
        sharedTokens = requests.first?.tokens.prefix(sharedCount) ?? []
        var batches: [Range<Int>] = []
        var first = 0
        var rows = 0
        for (index, text) in texts.enumerated() {
            let count = max(0, text.tokens.count - sharedCount)
            if index > first, rows + count > batchTokens {
                batches.append(first..<index)
                (first, rows) = (index, 0)
            }
            rows += count
        }
        if first < texts.count { batches.append(first..<texts.count) }
        self.batches = batches
    }

    /// A text may end, or need to be read, no further than this: it adds nothing to a batch then.
    private static func sharedCount(of requests: [ActivationRequest], needed: Int) -> Int {
        guard let first = requests.first?.tokens, requests.count > 1 else { return 0 }
        var count = min(first.count, needed)
        for request in requests.dropFirst() {
            count = zip(first.prefix(count), request.tokens).prefix { $0 == $1 }.count
        }
        return count < smallestShare ? 0 : count
    }
}
