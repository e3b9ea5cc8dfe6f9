public import Safetensors

/// One persona's vector: `layerCount` × `hiddenSize`, in the dtype it is stored in.
public struct PersonaVector: Sendable {
    /// The number of layers.
    public let layerCount: Int
    /// The features of one layer.
    public let hiddenSize: Int
    /// The dtype that the values are stored in.
    public let dtype: TensorDType
    /// All values widened or narrowed to `Float`, row after row.
    public let floats: [Float]
}
