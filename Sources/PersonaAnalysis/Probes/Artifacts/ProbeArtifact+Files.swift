public import Foundation
import PersonaVectors

/// Loads a probe and checks that its parts fit each other.
///
/// - Parameter location: the probe's folder, or either of its files.
/// - Returns: the probe.
/// - Throws: ``AnalysisError`` with code `notFound` when a file is missing; `invalidArtifact` when
///   `probe.json` is no JSON object of schema 2, when a tensor is missing, has a shape that does not
///   fit, or holds NaN or an infinity. Keys and tensors that are not known are not an error.
/// - Complexity: O(bytes of the weights).
public func loadProbeArtifact(at location: URL) throws -> ProbeArtifact {
    let (fields, tensors) = try ProbeArtifact.files(at: location).read()
    let metadata = try ProbeMetadata(fields)
    return ProbeArtifact(
        metadata: metadata, weights: try ProbeWeights(tensors, metadata: metadata))
}

/// Saves a probe in its folder below `root`, replacing one that is there.
///
/// When it is interrupted, the folder holds the old probe, the new one, or weights without a
/// `probe.json`, which is no probe; never one's weights with the other's description.
///
/// ```text
/// <root>/<model_dir>/<mask>/<variant>/<attribute>/<kind>[_pca<n>]_layer<layer>/probe.json
///                                                                            weights.safetensors
/// ```
///
/// - Parameters:
///   - artifact: the probe.
///   - root: the root of the probe tree, by default `artifacts/probes`; it need not exist.
/// - Returns: the probe's folder.
/// - Throws: `ArtifactError` with code `invalidName` when the attribute or another name cannot be a
///   folder, and ``AnalysisError`` with code `notWritten`.
@discardableResult
public func saveProbeArtifact(_ artifact: ProbeArtifact, in root: URL) throws -> URL {
    let metadata = artifact.metadata
    for (name, noun) in [
        (modelDirectoryName(for: metadata.modelName), "model"),
        (metadata.maskStrategy.rawValue, "mask strategy"), (metadata.variant.rawValue, "variant"),
        (metadata.attribute, "attribute"),
    ] {
        try ItemName.validate(name, noun: noun)
    }
    let folder = root.appending(path: metadata.relativePath)
    try ProbeArtifact.files(at: folder)
        .write(artifact.weights.tensors, description: metadata.json)
    return folder
}

extension ProbeArtifact {
    static let descriptionName = "probe.json"
    static let tensorsName = "weights.safetensors"

    fileprivate static func files(at location: URL) -> ArtifactFiles {
        ArtifactFiles(
            noun: "probe", tensorsName: tensorsName, descriptionName: descriptionName,
            at: location)
    }
}

/// The probes below a folder.
public struct ProbeListing: Sendable {
    /// One probe.
    public struct Entry: Sendable {
        /// The probe's folder.
        public let folder: URL
        /// What its `probe.json` says.
        public let metadata: ProbeMetadata
    }

    /// The probes, sorted by the path of their folders.
    public let entries: [Entry]

    /// Folders with a file of a probe that cannot be loaded, in the same order, with the reason.
    public let failures: [AnalysisError]
}

/// Lists the probes below a folder; each is loaded as a whole, so that a broken one is found.
///
/// - Parameter root: the root of a probe tree; that it does not exist is not an error.
/// - Returns: the probes, and what could not be loaded: weights without a `probe.json` too, which an
///   interrupted save leaves.
/// - Complexity: O(files below `root` + bytes of the weights); one probe at a time is in memory.
public func listProbeArtifacts(in root: URL) -> ProbeListing {
    let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    let names = [ProbeArtifact.descriptionName, ProbeArtifact.tensorsName]
    let files = (walk?.compactMap { $0 as? URL } ?? [])
        .filter { names.contains($0.lastPathComponent) }
    let folders = Set(files.map { $0.deletingLastPathComponent() })
        .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    var (entries, failures): ([ProbeListing.Entry], [AnalysisError]) = ([], [])
    for folder in folders {
        do {
            let probe = try loadProbeArtifact(at: folder)
            entries.append(ProbeListing.Entry(folder: folder, metadata: probe.metadata))
        } catch {
            failures.append(
                error as? AnalysisError ?? .cannotReadFile(folder.path, underlying: error))
        }
    }
    return ProbeListing(entries: entries, failures: failures)
}
