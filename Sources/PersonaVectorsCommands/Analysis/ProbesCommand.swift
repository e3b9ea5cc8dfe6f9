import ArgumentParser
import PersonaAnalysis
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Lists saved probes.
struct ProbesCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "probes",
        abstract: "List the probes below a folder, with how they did; exit with 1 for broken ones.",
        discussion: """
            Examples:
              persona-vectors probes
              persona-vectors probes downloaded/probes --attribute sex --format json
            """)

    @Argument(help: "The folder.", completion: .directory)
    var folder = "artifacts/probes"

    @Option(help: ArgumentHelp("Only the probes of this attribute.", valueName: "name"))
    var attribute: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let listing = listProbeArtifacts(in: CommandContext.current.url(folder))
        let entries = listing.entries.filter {
            attribute == nil || $0.metadata.attribute == attribute
        }
        output.render(Self.result(entries))
        if entries.isEmpty, listing.failures.isEmpty {
            output.note("There are no such probes in \(folder).")
        }
        guard listing.failures.isEmpty else { throw CommandFailures(failures: listing.failures) }
    }

    private static func result(_ entries: [ProbeListing.Entry]) -> CommandResult {
        let columns = ["ATTRIBUTE", "TASK", "KIND", "LAYER", "SCORE", "MODEL", "MASK", "VARIANT"]
        return CommandResult(
            tables: [
                TextTable(
                    columns.map { ["LAYER", "SCORE"].contains($0) ? .right($0) : .left($0) },
                    rows: entries.map { entry in
                        let probe = entry.metadata
                        return [
                            probe.attribute, probe.task.rawValue, kind(probe), String(probe.layer),
                            score(probe), probe.modelName, probe.maskStrategy.rawValue,
                            probe.variant.rawValue,
                        ]
                    })
            ],
            json: .array(
                entries.map { entry in
                    var object = entry.metadata.json
                    object["folder"] = .string(entry.folder.path)
                    return .object(object)
                }),
            identifiers: entries.map(\.folder.path))
    }

    private static func kind(_ probe: ProbeMetadata) -> String {
        probe.kind.rawValue + (probe.preprocessing.pcaComponentCount.map { " of \($0) PCs" } ?? "")
    }

    /// The metric that the probe won by; probes of others may not say.
    private static func score(_ probe: ProbeMetadata) -> String {
        let metric = probe.task.primaryMetric
        guard let value = probe.metrics[ExactString(metric.rawValue)]?.doubleValue else {
            return ""
        }
        return NumberText.significant(value, digits: 4)
    }
}
