/// One of several equal parts of the personas, for processes that share the work.
public struct ExtractionShard: Hashable, Sendable {
    /// From 1 to ``count``.
    public let index: Int
    /// How many parts there are.
    public let count: Int

    /// The whole.
    public static let whole = ExtractionShard()

    private init() {
        (index, count) = (1, 1)
    }

    /// Reads a part such as `2/8`.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidArgument` for anything but two numbers i/n
    ///   with 1 ≤ i ≤ n.
    public init(parsing text: String) throws(ExtractionError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1], index >= 1,
            index <= count
        else { throw ExtractionError.shardText(text) }
        self.index = index
        self.count = count
    }

    /// Every ``count``-th persona of the tasks, with all its variants; the order is kept.
    ///
    /// - Parameter tasks: the tasks of all shards.
    /// - Returns: those of this one.
    public func select(_ tasks: [ExtractionTask]) -> [ExtractionTask] {
        var numbers: [String: Int] = [:]
        return tasks.filter { task in
            let number = numbers[task.personaID] ?? numbers.count
            numbers[task.personaID] = number
            return number % count == index - 1
        }
    }
}
