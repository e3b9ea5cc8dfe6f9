@testable import PersonaVectorsCommands

extension OutputOptions {
    /// Options as a command line without any gives them, but for quiet.
    init(quiet: Bool) {
        self.init()
        // Without a command line every option has to be set before it is read.
        format = .table
        self.quiet = quiet
        verbose = false
    }
}
