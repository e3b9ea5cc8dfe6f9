#if LlamaCpp
import CLlama

/// Sees the output of every block while llama.cpp computes it: keeps it, or adds to it.
///
/// A class because the library calls it back by its address.
final class LlamaTap {
    /// Vectors to add, and how much of them.
    var steering: [Int: [Float]] = [:]
    var factor: Float = 0
    /// The layers to keep, and the one after which nothing more is computed.
    var wanted: Set<Int> = []
    var lastLayer: Int?
    var receive: (LayerOutput) -> Void = { _ in }

    private let hiddenSize: Int
    private var rowCount = 0
    private var outputs: [Int] = []

    init(hiddenSize: Int) {
        self.hiddenSize = hiddenSize
    }

    /// Says which rows come next.
    func begin(rows: Int, outputs: [Int]) {
        rowCount = rows
        self.outputs = outputs
    }

    /// Asked whether a tensor is of interest, and called again when it is computed.
    ///
    /// - Returns: whether it is; then, whether to go on.
    func visit(_ tensor: UnsafeMutablePointer<ggml_tensor>, isAsking: Bool) -> Bool {
        guard let layer = Self.layer(of: tensor),
            wanted.contains(layer) || steering[layer] != nil || layer == lastLayer
        else { return !isAsking }
        if isAsking { return true }
        let rows = Int(tensor.pointee.ne.1)
        let values = FloatBuffer(count: rows * hiddenSize)
        let size = values.count * MemoryLayout<Float>.stride
        ggml_backend_tensor_get(tensor, values.base, 0, size)
        if let vector = steering[layer] {
            for row in 0..<rows {
                for (index, value) in vector.enumerated() {
                    values.base[row * hiddenSize + index] += factor * value
                }
            }
            ggml_backend_tensor_set(tensor, values.base, 0, size)
        }
        if wanted.contains(layer) {
            // The last layer computes outputs only.
            let place =
                rows == rowCount
                ? nil : Dictionary(uniqueKeysWithValues: outputs.enumerated().map { ($1, $0) })
            receive(
                LayerOutput(layer: layer, values: values, hiddenSize: hiddenSize, place: place))
        }
        return layer != lastLayer
    }

    /// The block whose output a tensor is: `l_out-12`.
    private static func layer(of tensor: UnsafeMutablePointer<ggml_tensor>) -> Int? {
        guard let name = ggml_get_name(tensor) else { return nil }
        let text = String(cString: name)
        guard text.hasPrefix("l_out-") else { return nil }
        return Int(text.dropFirst("l_out-".count))
    }
}
#endif
