#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension PersonaVectorStore {
    /// Checks manifests and tensor files without changing anything.
    ///
    /// Found is what is missing, orphaned, of another shape, dtype or digest than was saved, NaN or
    /// infinite.
    ///
    /// - Parameter variants: the variants; nil means all that have a folder.
    /// - Returns: what is wrong. A broken manifest or tensor file is a finding, not an error.
    /// - Throws: ``ArtifactError`` with code `ioFailed` when a folder or file cannot be read.
    /// - Complexity: reads every byte of the variants, by as many threads as there are cores.
    public func verify(variants: [PromptVariant]? = nil) throws -> VerificationReport {
        var report = VerificationReport()
        for variant in try variants ?? variantFolders() {
            let part = try folder(variant).verify(variant: variant)
            report.checkedCount += part.checkedCount
            report.digestCount += part.digestCount
            report.findings += part.findings
        }
        return report
    }

    /// Rebuilds manifests from the tensor files, which describe themselves.
    ///
    /// Files that were saved by this package are listed again under their name and sample ids;
    /// entries whose file is not there are dropped. The old manifest is kept beside the new one.
    /// Files of the Python original describe nothing: they stay as they are and are reported.
    ///
    /// - Parameter variants: the variants; nil means all that have a folder.
    /// - Returns: what was done, and what is still wrong.
    /// - Throws: ``ArtifactError`` with code `ioFailed`; the manifest is as before then.
    /// - Complexity: reads every byte of the variants once, to say what remains.
    public func repair(variants: [PromptVariant]? = nil) throws -> RepairReport {
        var report = RepairReport()
        for variant in try variants ?? variantFolders() {
            let part = try folder(variant).repair(durability: durability)
            if !part.restored.isEmpty { report.restored[variant] = part.restored }
            if !part.dropped.isEmpty { report.dropped[variant] = part.dropped }
            if let backup = part.backup { report.backups.append(backup) }
            report.remaining += try folder(variant).verify(variant: variant).findings
        }
        return report
    }

    /// The variants that have a folder with a manifest or tensor files.
    private func variantFolders() throws(ArtifactError) -> [PromptVariant] {
        let parent =
            rootDirectory.path + "/" + modelDirectoryName(for: modelName) + "/\(maskStrategy)"
        return try PersonaVectors.variantFolders(in: parent).map { PromptVariant(rawValue: $0) }
    }
}
