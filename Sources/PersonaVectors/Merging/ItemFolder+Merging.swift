import Safetensors

extension ItemFolder {
    /// How an item relates to what a folder holds.
    private enum Outcome: Sendable {
        case added
        case conflicting
        case unchanged
    }

    /// Saves those of the items that are new or, if the policy says so, differ; all or none.
    ///
    /// Compared and written under one lock, so that nobody's save in between is overwritten.
    func merge(
        _ items: [ItemToSave], policy: ConflictPolicy, isDryRun: Bool, durability: Durability
    ) throws(ArtifactError) -> MergeReport {
        guard !items.isEmpty else { return MergeReport() }
        if isDryRun {
            return try plan(items, manifest: try snapshot()?.manifest, policy: policy).report
        }
        return try change(creatingFolder: true) { state throws(ArtifactError) in
            let plan = try plan(items, manifest: state.snapshot?.manifest, policy: policy)
            try write(plan.toWrite, durability: durability, state: &state)
            return plan.report
        }
    }

    private func plan(
        _ items: [ItemToSave], manifest: Manifest?, policy: ConflictPolicy
    ) throws(ArtifactError) -> (report: MergeReport, toWrite: [ItemToSave]) {
        let shape = [items[0].vector.layerCount, items[0].vector.hiddenSize]
        try checkShapes(
            items,
            against: manifest
                ?? Manifest(kind: kind, layerCount: shape[0], hiddenSize: shape[1]))
        let outcomes = Parallel.map(items) { item in self.outcome(of: item, in: manifest) }
        var report = MergeReport()
        var toWrite: [ItemToSave] = []
        for (item, outcome) in zip(items, outcomes) {
            switch outcome {
            case .added: report.added.append(item.id)
            case .conflicting: report.replaced.append(item.id)
            case .unchanged: report.unchanged.append(item.id)
            }
            if outcome != .unchanged { toWrite.append(item) }
        }
        guard policy == .replace || report.replaced.isEmpty else {
            throw .conflict(ids: report.replaced, folder: relativePath, path: path)
        }
        return (report, toWrite)
    }

    private func outcome(of item: ItemToSave, in manifest: Manifest?) -> Outcome {
        guard let manifest, manifest.contains(ExactString(item.id)) else { return .added }
        return isStored(item, in: manifest) ? .unchanged : .conflicting
    }

    /// Whether the folder holds just these values, and an entry that says all that the item's does.
    private func isStored(_ item: ItemToSave, in manifest: Manifest) -> Bool {
        guard let stored = manifest.value(of: ExactString(item.id))?.objectValue,
            let entry = item.entry.objectValue,
            entry.members.allSatisfy({ stored[$0.key] == $0.value }),
            // A file that cannot be read counts as other content: replacing it mends it.
            let tensor = try? openTensor(item.id, itemCount: 0, access: .pread).tensor,
            tensor.dtype == item.vector.dtype,
            tensor.shape == [item.vector.layerCount, item.vector.hiddenSize],
            let bytes = try? tensor.bytes(), let wanted = try? item.vector.storedBytes()
        else { return false }
        return bytes == wanted
    }
}
