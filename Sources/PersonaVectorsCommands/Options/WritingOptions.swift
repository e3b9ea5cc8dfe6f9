import ArgumentParser
import PersonaVectors

/// What a command that writes to a store may do.
struct WritingOptions: ParsableArguments {
    @Flag(help: "Overwrite personas that are there with other content.")
    var replace = false

    @Flag(help: "Show what would happen and write nothing.")
    var dryRun = false

    /// What the library is told about ids that are there with other content.
    var policy: ConflictPolicy { replace ? .replace : .refuse }

    /// Said after a run that wrote nothing on purpose.
    static let dryRunNote = "Nothing was written: this was a dry run."
}
