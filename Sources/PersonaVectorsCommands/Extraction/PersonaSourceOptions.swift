import ArgumentParser
import HuggingFaceHub
import PersonaExtraction
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which questions are put, in the original's words.
enum QATypeArgument: String, ExpressibleByArgument, CaseIterable {
    case all
    case explicit
    case implicit

    /// The kind that questions must have.
    var kind: QAPair.Kind? { QAPair.Kind(rawValue: rawValue) }
}

/// The personas whose vectors are computed, and the questions put to them.
struct PersonaSourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The personas and their questions: a folder, or a dataset repository of the Hub, with \
            @revision if one is meant.
            """, valueName: "folder|namespace/name"),
        completion: .directory)
    var personas = HubFolder.originalPersonas

    @Option(
        name: .customLong("persona-id"), parsing: .upToNextOption,
        help: ArgumentHelp("The personas (default: all).", valueName: "id"))
    var personaIDs: [String] = []

    @Option(help: ArgumentHelp("Only so many personas, the first ones.", valueName: "count"))
    var sampleSize: Int?

    @Option(
        help: ArgumentHelp(
            """
            Only so many questions of the train side of the split by seed 0 (default: all questions \
            of both sides).
            """, valueName: "count"))
    var nTrain: Int?

    @Option(help: "Of these only the questions whose answers are stated, or inferred.")
    var qaType = QATypeArgument.all

    func validate() throws {
        for (name, value) in [("--sample-size", sampleSize), ("--n-train", nTrain)] {
            if let value, value < 1 {
                throw ValidationError("'\(name) \(value)' must be at least 1.")
            }
        }
        if sampleSize != nil, !personaIDs.isEmpty {
            throw ValidationError(
                "'--sample-size' takes the first personas and '--persona-id' those named: choose"
                    + " one.")
        }
        var seen: Set<ExactString> = []
        for id in personaIDs where !seen.insert(ExactString(id)).inserted {
            throw ValidationError("The persona '\(id.printable)' is named twice.")
        }
    }

    /// The folder named, or that of the repository's files in the cache.
    static func folder(of personas: String, _ output: OutputOptions) async throws -> URL {
        let local = CommandContext.current.url(personas)
        var isFolder = false
        if FileManager.default.fileExists(atPath: local.path, isDirectory: &isFolder), isFolder {
            return local
        }
        let names = PersonaDataset.fileNames
        let wanted = names.personas + names.questions + names.optional
        guard let repository = HubFolder(personas, kind: .dataset),
            let folder = try await repository.fetch(
                landmarks: names.personas, output: output, { $0.filter(wanted.contains) })
        else { throw CommandFailure.noPersonas(personas) }
        return folder
    }
}

extension CommandFailure {
    static func noPersonas(_ text: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "'\(text.printable)' is neither a folder nor a dataset repository with a file of"
                + " personas. Name one with '--personas'.")
    }
}
