import ArgumentParser
import PersonaVectors

/// Refuses a list that names a thing twice, which would be computed and written twice.
func refuseRepetition(of noun: String, in names: [String]) throws {
    var seen: Set<ExactString> = []
    for name in names where !seen.insert(ExactString(name)).inserted {
        throw ValidationError("The \(noun) '\(name.printable)' is named twice.")
    }
}
