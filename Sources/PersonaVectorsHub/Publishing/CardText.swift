import Parquet
import PersonaVectors

/// The lines that a push writes into a card, in the style of `datasets`.
enum CardText {
    /// An entry of `configs`.
    static func config(
        _ name: String, _ splits: [DatasetCard.Split], extra: [String] = []
    ) -> [String] {
        ["- config_name: \(scalar(name))"] + extra + dataFiles(splits)
    }

    private static func dataFiles(_ splits: [DatasetCard.Split]) -> [String] {
        ["  data_files:"]
            + splits.flatMap { split in
                let path =
                    split.patterns.count == 1
                    ? ["    path: \(scalar(split.patterns[0]))"]
                    : ["    path:"] + split.patterns.map { "    - \(scalar($0))" }
                return ["  - split: \(scalar(split.name))"] + path
            }
    }

    /// An entry of `dataset_info`.
    static func info(_ info: DatasetInfo, _ shape: ParquetVectorShape) -> [String] {
        let splits = info.splits.flatMap { split in
            [
                "  - name: \(scalar(split.name))", "    num_bytes: \(split.byteCount)",
                "    num_examples: \(split.rowCount)",
            ]
        }
        return [
            "- config_name: \(scalar(info.configName))", "  features:", "  - name: persona_id",
            "    dtype: string", "  - name: name", "    dtype: string", "  - name: sample_ids",
            "    list: string", "  - name: vector", "    dtype:", "      array2_d:",
            "        shape:", "        - \(shape.layerCount)", "        - \(shape.hiddenSize)",
            "        dtype: float32", "  splits:",
        ] + splits + [
            "  download_size: \(info.downloadSize)",
            "  dataset_size: \(info.splits.map(\.byteCount).boundedSum)",
        ]
    }

    /// A string as YAML: plain where that is safe, else in double quotes.
    static func scalar(_ text: String) -> String {
        let isPlain = text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_.\/*-]*/) != nil
        let reserved: Set<String> = ["true", "false", "null", "yes", "no", "on", "off"]
        if isPlain, !reserved.contains(text.lowercased()) { return text }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

/// The card of a repository that had none.
enum NewCard {
    static func text(configName: String) -> String {
        """
        ---
        library_name: datasets
        tags:
        - persona-vectors
        - activation-vectors
        ---

        # Persona vectors

        Mean activation vectors of language-model personas, one config a model and mask strategy,
        one split a prompt variant. Counts exclude the persona `baseline_assistant`.

        \(CardTable.empty)

        - `persona_id`: stable persona identifier
        - `name`: persona display name
        - `sample_ids`: ids of the samples averaged into the vector
        - `vector`: `(num_layers, hidden_size)` float32; row i is the output of decoder block i

        ```python
        from datasets import load_dataset

        rows = load_dataset("<this repository>", "\(configName)", split="<variant>")
        ```

        """
    }
}
