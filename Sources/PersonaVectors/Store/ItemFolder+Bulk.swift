import AlignedMemory
import Safetensors
import Synchronization

extension ItemFolder {
    /// The vectors of several items in one block; files are read straight into it.
    func loadAll(_ ids: [String], layers: [Int]?) throws(ArtifactError) -> PersonaVectorBlock {
        guard let first = ids.first else {
            throw .emptySelection(relativePath)
        }
        let itemCount = try validate(ids)
        let opened = try openTensor(first, itemCount: itemCount, access: .pread)
        let plan = try BulkPlan(
            firstID: first, shape: opened.tensor.shape, layers: layers, itemCount: itemCount)
        let failure = Mutex<(position: Int, error: ArtifactError)?>(nil)
        let values = try AlignedFloats(count: ids.count * plan.stride) {
            target throws(ArtifactError) in
            let block = WritableBlock(base: target.baseAddress)
            _ = Parallel.map(Array(ids.enumerated())) { position, id in
                do throws(ArtifactError) {
                    try self.copy(
                        id, plan, to: block.part(at: position * plan.stride, count: plan.stride))
                } catch {
                    // The first in the order of ids, whichever thread was first to fail.
                    failure.withLock { current in
                        if current.map({ position < $0.position }) ?? true {
                            current = (position, error)
                        }
                    }
                }
            }
            if let failed = failure.withLock({ $0 }) { throw failed.error }
        }
        return PersonaVectorBlock(
            values: values, personaCount: ids.count, layers: plan.layers,
            hiddenSize: plan.hiddenSize)
    }

    /// Checks that every id is listed and can be a file; answers how many are listed in all.
    private func validate(_ ids: [String]) throws(ArtifactError) -> Int {
        let snapshot = try snapshot()
        for id in ids {
            guard let snapshot, snapshot.manifest.hasObject(for: ExactString(id)) else {
                throw try notListed(id)
            }
            try ItemName.validate(id, noun: kind == .personas ? "persona id" : "attribute")
        }
        return snapshot?.manifest.entries.count ?? 0
    }

    private func copy(
        _ id: String, _ plan: BulkPlan, to target: UnsafeMutableBufferPointer<Float>
    ) throws(ArtifactError) {
        let tensor = try openTensor(id, itemCount: plan.itemCount, access: .pread).tensor
        guard tensor.shape == plan.shape else {
            throw .shapesDiffer(
                id: id, shape: tensor.shape, firstID: plan.firstID, firstShape: plan.shape,
                path: tensorPath(id))
        }
        do throws(SafetensorsError) {
            for run in plan.runs {
                let start = run.targetRow * plan.hiddenSize
                let count = run.rows.count * plan.hiddenSize
                let elements =
                    run.rows.lowerBound * plan.hiddenSize..<run.rows.upperBound * plan.hiddenSize
                try tensor.copyFloats(
                    elements: elements,
                    to: UnsafeMutableBufferPointer(rebasing: target[start..<start + count]))
            }
        } catch {
            throw .tensorUnreadable(error)
        }
    }
}

/// What every item of a bulk load has in common.
private struct BulkPlan: Sendable {
    /// Neighbouring rows of the file that are neighbours in the block too.
    struct Run: Sendable {
        var rows: Range<Int>
        let targetRow: Int
    }

    let firstID: String
    let shape: [Int]
    let layers: [Int]
    let runs: [Run]
    let itemCount: Int

    var hiddenSize: Int { shape[1] }
    var stride: Int { layers.count * shape[1] }

    init(
        firstID: String, shape: [Int], layers: [Int]?, itemCount: Int
    ) throws(ArtifactError) {
        self.firstID = firstID
        self.shape = shape
        self.itemCount = itemCount
        self.layers = layers ?? Array(0..<shape[0])
        for layer in self.layers where layer < 0 || layer >= shape[0] {
            throw .layerOutOfRange(layer, count: shape[0], id: firstID)
        }
        var runs: [Run] = []
        for (row, layer) in self.layers.enumerated() {
            if let last = runs.last, last.rows.upperBound == layer {
                runs[runs.count - 1].rows = last.rows.lowerBound..<layer + 1
            } else {
                runs.append(Run(rows: layer..<layer + 1, targetRow: row))
            }
        }
        self.runs = runs
    }
}

/// The block being filled, handed to several threads.
///
/// `Sendable` because each thread asks for parts that no other thread has.
private struct WritableBlock: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>?

    func part(at start: Int, count: Int) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: base?.advanced(by: start), count: count)
    }
}
