import Safetensors

extension ItemFolder {
    /// What a file name in the folder is the tensor file of, nil when it is something else.
    static func itemID(ofFile name: String) -> String? {
        let suffix = ".safetensors"
        guard name.utf8.count >= suffix.utf8.count, name.hasSuffix(suffix) else { return nil }
        return String(decoding: name.utf8.dropLast(suffix.utf8.count), as: UTF8.self)
    }

    /// The ids that have a tensor file, sorted.
    func idsOfFiles() throws(ArtifactError) -> [String] {
        try Folders.names(in: path).compactMap(Self.itemID)
    }

    /// Checks the manifest and every tensor file; nothing is changed.
    func verify(variant: PromptVariant) throws(ArtifactError) -> VerificationReport {
        var report = VerificationReport()
        var manifest: Manifest?
        do throws(ArtifactError) {
            manifest = try snapshot()?.manifest
            if manifest == nil {
                report.findings.append(
                    finding(
                        .invalidManifest, variant, nil, manifestPath,
                        "There is no manifest \(manifestPath), but the folder holds tensor files."))
            }
        } catch {
            guard error.code == .invalidManifest else { throw error }
            report.findings.append(
                finding(.invalidManifest, variant, nil, manifestPath, error.message))
        }
        let files = try idsOfFiles()
        let listed = manifest?.ids.map(\.string) ?? []
        let known = Set(files.map { ExactString($0) })
        for id in listed.sortedByCodePoint() where !known.contains(ExactString(id)) {
            report.findings.append(missing(id, variant))
        }
        let inspections = Parallel.map(files) { id in
            TensorInspection(path: self.tensorPath(id), id: id, readingValues: true)
        }
        for (id, inspection) in zip(files, inspections) {
            report.findings += findings(id, inspection, manifest, variant)
            report.digestCount += inspection.hasDigest ? 1 : 0
        }
        report.checkedCount = Set(listed.map { ExactString($0) }).union(known).count
        return report
    }

    func finding(
        _ kind: VerificationFinding.Kind, _ variant: PromptVariant, _ id: String?, _ path: String,
        _ message: String
    ) -> VerificationFinding {
        VerificationFinding(
            kind: kind, variant: variant, personaID: id, path: path, message: message)
    }

    private func missing(_ id: String, _ variant: PromptVariant) -> VerificationFinding {
        do throws(ArtifactError) {
            try ItemName.validate(id, noun: kind == .personas ? "persona id" : "attribute")
        } catch {
            return finding(.invalidName, variant, id, manifestPath, error.message)
        }
        return finding(
            .missing, variant, id, tensorPath(id),
            "The manifest lists '\(id)' but the file \(tensorPath(id)) is not there.")
    }

    /// The findings of one tensor file.
    func findings(
        _ id: String, _ inspection: TensorInspection, _ manifest: Manifest?,
        _ variant: PromptVariant
    ) -> [VerificationFinding] {
        let path = tensorPath(id)
        var findings = inspection.problems.map { problem in
            let message =
                problem.kind == .unreadable
                ? problem.text : "The file \(path) is not as it should be: \(problem.text)."
            return finding(problem.kind, variant, id, path, message)
        }
        guard let manifest else { return findings }
        if !manifest.contains(ExactString(id)) {
            findings.append(
                finding(
                    .orphaned, variant, id, path, "The manifest does not list the file \(path)."))
        } else if let shape = inspection.shape,
            !manifest.states(layerCount: shape[0], hiddenSize: shape[1])
        {
            findings.append(
                finding(
                    .shapeDiffers, variant, id, path,
                    "The file \(path) is not as it should be: its tensor is \(shape.described), but"
                        + " the manifest states \(manifest.statedShape)."))
        }
        return findings
    }
}
