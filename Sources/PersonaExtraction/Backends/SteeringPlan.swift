/// Vectors to add to the outputs of layers while a text is read and written.
///
/// A vector is added to every position of every pass, those of the prompt included, as the original
/// does; the whole prompt is step 0, and each new token one step more.
public struct SteeringPlan: Hashable, Sendable {
    /// What is added, by layer; each vector has the model's hidden size.
    public var vectors: [Int: [Float]]
    /// How the strength changes with the steps.
    public var schedule: SteeringSchedule

    /// A plan; it is checked when it is used.
    public init(vectors: [Int: [Float]], schedule: SteeringSchedule = .none) {
        self.vectors = vectors
        self.schedule = schedule
    }

    /// The same vector at several layers.
    public init(
        vector: [Float], strength: Float = 1, layers: some Sequence<Int>,
        schedule: SteeringSchedule = .none
    ) {
        let scaled = vector.map { $0 * strength }
        self.init(
            vectors: Dictionary(layers.map { ($0, scaled) }) { first, _ in first },
            schedule: schedule)
    }
}

/// How the strength of steering changes while a text is written; the names are the original's.
public enum SteeringSchedule: String, CaseIterable, Hashable, Sendable {
    /// Full strength at every step.
    case none
    /// Falls evenly from 1 at the first step to 0 at the last.
    case dim
    /// Full strength for the first third of the steps, nothing after it.
    case start

    /// The factor of a step.
    ///
    /// - Parameters:
    ///   - step: from 0.
    ///   - count: the steps that the text may have.
    /// - Returns: between 0 and 1.
    public func factor(step: Int, of count: Int) -> Double {
        switch self {
        case .none: 1
        case .dim: max(0, 1 - Double(step) / Double(max(count - 1, 1)))
        case .start: step < max(1, count / 3) ? 1 : 0
        }
    }
}
