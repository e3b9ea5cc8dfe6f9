/// The keys and values of the positions that a sequence, or the shared start of many, has passed.
///
/// A class because it owns large memory; used by one pass at a time.
final class KeyValueCache: Sendable {
    struct Layer: Sendable {
        let keys: FloatBuffer
        let values: FloatBuffer
    }

    let layers: [Layer]
    let capacity: Int

    /// Room for `capacity` positions of the first `layerCount` layers.
    init(config: DecoderConfig, layerCount: Int, capacity: Int) {
        self.capacity = capacity
        layers = (0..<layerCount).map { _ in
            Layer(
                keys: FloatBuffer(count: capacity * config.keyValueWidth),
                values: FloatBuffer(count: capacity * config.keyValueWidth))
        }
    }
}
