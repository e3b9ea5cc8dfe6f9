/// The rows of one pass: some sequences that all follow the same cached positions.
struct DecoderBatch: Sendable {
    /// The tokens of all sequences, one after the other; one row each.
    var tokens: [Int] = []
    /// The rows of each sequence.
    var sequences: [Range<Int>] = []
    /// The position of the first row of every sequence.
    let start: Int
    /// Rows whose output of the last layer is wanted, rising; other rows are not computed there.
    var wantedRows: [Int] = []

    init(start: Int) {
        self.start = start
    }

    mutating func append(_ tokens: some Collection<Int>) {
        let first = self.tokens.count
        self.tokens.append(contentsOf: tokens)
        sequences.append(first..<self.tokens.count)
    }

    var longestSequence: Int { sequences.map(\.count).max() ?? 0 }

    /// The offset of each row in its sequence.
    var offsets: [Int] {
        sequences.flatMap { Array(0..<$0.count) }
    }
}

/// What happens to a block's output besides being passed on.
struct DecoderHooks {
    /// Added to every row of a layer's output, before anything reads it.
    var steering: [Int: FloatBuffer] = [:]
    /// The factor of all steering vectors in this pass.
    var factor: Float = 1
    /// Receives each layer's output as soon as it is complete.
    var receive: (LayerOutput) -> Void = { _ in }
    /// Asked before each layer; whoever answers true ends the pass by a `CancellationError`.
    var isCancelled: () -> Bool = { false }
}

/// The output of one block.
struct LayerOutput {
    let layer: Int
    let values: FloatBuffer
    let hiddenSize: Int
    /// Where a row of the batch lies in `values`; nil when all rows are there.
    let place: [Int: Int]?

    /// The address of a row, which must be one of the wanted ones if this is the last layer.
    func row(_ row: Int) -> UnsafeMutablePointer<Float> {
        values.base + (place.map { $0[row] ?? 0 } ?? row) * hiddenSize
    }
}
