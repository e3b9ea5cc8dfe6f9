/// A pair of samples in the layout, and when it moves next: the weaker, the more seldom.
struct LayoutEdge {
    /// How many samples are pushed away for each visit.
    private static let pushesPerVisit = 5.0

    let head: Int32
    let tail: Int32

    /// The round of the next visit; fractions add up.
    private(set) var nextVisit: Double

    private let period: Double
    private var nextPush: Double

    /// An edge that is visited every `period` rounds.
    init(head: Int32, tail: Int32, period: Double) {
        self.head = head
        self.tail = tail
        self.period = period
        nextVisit = period
        nextPush = period / Self.pushesPerVisit
    }

    /// Notes a visit and answers how many pushes are due.
    mutating func visit(epoch: Int) -> Int {
        nextVisit += period
        let pushPeriod = period / Self.pushesPerVisit
        let due = Int((Double(epoch) - nextPush) / pushPeriod)
        nextPush += Double(due) * pushPeriod
        return due
    }
}
