import NumPyFiles
import PersonaExtraction
import PersonaVectors
import Safetensors

/// An error of one of our modules: a sentence, and perhaps what a lower layer said.
protocol ErrorWithCause: Error {
    var underlyingError: (any Error)? { get }
}

extension ArtifactError: ErrorWithCause {}
extension CommandFailure: ErrorWithCause {}
extension ExtractionError: ErrorWithCause {}
extension SafetensorsError: ErrorWithCause {}

/// Failures as text for standard error.
enum CauseTree {
    /// One line a failure; with `showingCauses`, what caused it below, a level deeper each time.
    static func text(of error: any Error, showingCauses: Bool) -> String {
        if let several = error as? CommandFailures {
            return several.failures.map { self.text(of: $0, showingCauses: showingCauses) }.joined()
        }
        var lines = "Error: \(error)\n"
        var cause = showingCauses ? self.cause(of: error) : nil
        var indent = ""
        while let current = cause {
            lines += "\(indent)└─ \(current)\n"
            indent += "   "
            cause = self.cause(of: current)
        }
        return lines
    }

    private static func cause(of error: any Error) -> (any Error)? {
        (error as? any ErrorWithCause)?.underlyingError
    }
}
