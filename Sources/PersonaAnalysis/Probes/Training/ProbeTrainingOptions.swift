public import Foundation
public import PersonaVectors

/// What to train probes for; the defaults are those of the original's `probe` command.
public struct ProbeTrainingOptions: Sendable {
    /// Which layers to try.
    public enum Layers: Sendable, Equatable {
        /// The first, the quarters and the last.
        case quarters
        /// All of them.
        case all
        /// These, in this order.
        case only([Int])
    }

    /// The attributes to find.
    public var attributes = ["sex", "born_in_us", "race", "highest_degree_received", "age"]

    /// The variant whose vectors are read.
    public var variant = PromptVariant.templated

    /// The layers to try.
    public var layers = Layers.quarters

    /// Classes with fewer personas are left out.
    public var minimumClassCount = 5

    /// How to fit and measure.
    public var probe = ProbeOptions()

    /// On how many random splits the best probe is measured; with 1 there is no interval.
    public var repeatCount = 1

    /// In how many folds the best probe is cross-validated; nil leaves that out.
    public var foldCount: Int?

    /// How many times the best probe is measured on shuffled labels; 0 leaves the control out.
    public var shuffleCount = 0

    /// What is recorded of where the data came from; the seed and the tool are filled in.
    public var provenance: ProbeProvenance?

    /// The defaults.
    public init() {}
}

/// The probe of one attribute and how it was chosen.
///
/// The layer and kind were chosen for their score on one split, so that other measures of the same
/// samples are a little too high as well; personas that were never looked at are the fair judge.
public struct TrainedProbe: Sendable {
    /// What was learned, and from which of ``ProbeTrainingReport/personaIDs``.
    public let labels: ProbeLabels
    /// How every layer and kind did on the held-out personas.
    public let rows: [ProbeRow]
    /// The row that won.
    public let best: ProbeRow
    /// The probe of that row, fitted again to all personas.
    public let artifact: ProbeArtifact
    /// Where it was saved; nil when it was not.
    public let folder: URL?
    /// The best probe on several splits; nil unless asked for.
    public let repeats: ProbeRepeats?
    /// The best probe on each of several folds; nil unless asked for.
    public let folds: ProbeRepeats?
    /// The best probe on shuffled labels; nil unless asked for, and for a numeric task.
    public let shuffled: ProbeRepeats?
}

/// Probes for several attributes.
public struct ProbeTrainingReport: Sendable {
    /// An attribute that could not be probed.
    public struct Failure: Sendable {
        /// The attribute.
        public let attribute: String
        /// Why: an ``AnalysisError``, or what saving the probe threw.
        public let error: any Error
    }

    /// The personas used: those that have both vectors and attributes.
    public let personaIDs: [String]
    /// The personas that have vectors but no attributes.
    public let personaIDsWithoutAttributes: [String]
    /// The probes, in the order the attributes were named in.
    public let probes: [TrainedProbe]
    /// The attributes without a probe, in the same order.
    public let failures: [Failure]
}
