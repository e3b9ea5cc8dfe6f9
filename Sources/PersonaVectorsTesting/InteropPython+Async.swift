internal import Dispatch
public import Foundation

extension InteropPython {
    /// Runs a script without blocking a thread of the cooperative pool, for scripts that talk to a
    /// server in this very process.
    ///
    /// - Parameters:
    ///   - script: the file's name in `Tests/Interop`.
    ///   - arguments: given to the script.
    /// - Returns: what the script wrote to standard output.
    /// - Throws: ``Failure``.
    @discardableResult
    public static func runBeside(script: String, arguments: [String]) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try run(script: script, arguments: arguments) })
            }
        }
    }
}
