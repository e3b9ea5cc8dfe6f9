import ArgumentParser

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    /// Columns for people.
    case table
    /// JSON with sorted keys for programs.
    case json
}

/// How results and failures are shown; the same for every command.
struct OutputOptions: ParsableArguments {
    @Option(help: "How results are printed.")
    var format = OutputFormat.table

    @Flag(name: .shortAndLong, help: "Print identifiers only, and nothing when there are none.")
    var quiet = false

    @Flag(name: [.long], help: "Add to a failure what caused it.")
    var verbose = false

    func validate() throws {
        if quiet, format == .json {
            throw ValidationError(
                "'--quiet' prints one identifier a line and '--format json' prints JSON: choose one."
            )
        }
    }
}
