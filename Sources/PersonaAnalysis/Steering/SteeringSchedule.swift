/// How a steering strength changes while a text is generated.
public enum SteeringSchedule: Sendable, Equatable {
    /// Full strength at every step.
    case constant
    /// From full strength at the first step evenly down to none at the last.
    case dim
    /// Full strength for the first steps, at least one, then none; the default share is a third.
    case start(fraction: Double = 1.0 / 3)

    /// What the strength is multiplied by at a step.
    ///
    /// - Parameters:
    ///   - step: the step, counted from 0; steps behind the last are not an error.
    ///   - count: the number of steps.
    /// - Returns: a factor between 0 and 1.
    public func factor(step: Int, of count: Int) -> Double {
        switch self {
        case .constant: 1
        case .dim: max(0, 1 - Double(step) / Double(max(count - 1, 1)))
        case .start(let fraction):
            step < max(1, Int(Double(count) * fraction)) ? 1 : 0
        }
    }
}
