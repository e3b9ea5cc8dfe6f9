/// The two texts by which `datasets` knows its own files again; byte for byte those of
/// `datasets` 5.2.0, which compares them.
enum DatasetMetadata {
    /// The value of the key `huggingface`: the features of the four columns.
    static func features(_ shape: ParquetVectorShape) -> String {
        let string = #"{"dtype": "string", "_type": "Value"}"#
        let vector =
            #"{"shape": [\#(shape.layerCount), \#(shape.hiddenSize)], "#
            + #""dtype": "float32", "_type": "Array2D"}"#
        return #"{"info": {"features": {"persona_id": \#(string), "name": \#(string), "#
            + #""sample_ids": {"feature": \#(string), "_type": "List"}, "vector": \#(vector)}}}"#
    }

    /// The value of `ARROW:extension:metadata` beside the vector field.
    static func arrayType(_ shape: ParquetVectorShape) -> String {
        #"[[\#(shape.layerCount), \#(shape.hiddenSize)], "float32"]"#
    }
}
