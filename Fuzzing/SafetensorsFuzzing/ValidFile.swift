import Safetensors

/// A file in its two parts, so that a mutation can keep the length field in step or not.
struct SplitFile {
    var header: [UInt8]
    var data: [UInt8]
}

extension SplitFile {
    /// A random valid file, in any of the layouts that the format allows and our writer never makes.
    static func randomValid(using random: inout SplitMix64) -> SplitFile {
        var data: [UInt8] = []
        var members: [String] = []
        for index in 0..<Int.random(in: 0...4, using: &random) {
            let dtype = TensorDType.known.randomElement(using: &random) ?? .float32
            var shape = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Int.random(in: 0...5, using: &random)
            }
            // Eight elements more fill whole bytes with elements of any width.
            if (dtype.bitWidth ?? 8) % 8 != 0 { shape.append(8) }
            let count = shape.reduce(1, *) * (dtype.bitWidth ?? 8) / 8
            let start = data.count
            data += (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            members.append(
                member(
                    name: name(index, using: &random), dtype: dtype, shape: shape,
                    offsets: (start, data.count), using: &random))
        }
        members.shuffle(using: &random)
        if random.chance(oneIn: 2) {
            members.insert(metadata(using: &random), at: 0)
        }
        let space = random.chance(oneIn: 3) ? " " : ""
        let padding = String(repeating: " ", count: Int.random(in: 0...9, using: &random))
        let header = "{\(space)\(members.joined(separator: ",\(space)"))\(space)}\(padding)"
        return SplitFile(header: Array(header.utf8), data: data)
    }

    private static func name(_ index: Int, using random: inout SplitMix64) -> String {
        let stems = ["a", "activations", "ключ🦊", "e\\u0301", "\\ud83e\\udd8a", "\\\"\\\\\\/", ""]
        return (stems.randomElement(using: &random) ?? "a") + (index == 0 ? "" : String(index))
    }

    private static func metadata(using random: inout SplitMix64) -> String {
        let values = [
            "null", "{}", #"{"format":"pt"}"#, #"{"a":"","b":"\u0000","c":"é\n"}"#,
        ]
        return "\"__metadata__\":\(values.randomElement(using: &random) ?? "null")"
    }

    private static func member(
        name: String, dtype: TensorDType, shape: [Int], offsets: (Int, Int),
        using random: inout SplitMix64
    ) -> String {
        var fields = [
            #""dtype":"\#(dtype)""#,
            #""shape":[\#(shape.map(String.init).joined(separator: ","))]"#,
            #""data_offsets":[\#(offsets.0),\#(offsets.1)]"#,
        ]
        if random.chance(oneIn: 4) { fields.append(#""note":[1.5e3,{"x":[null,true]},-0]"#) }
        fields.shuffle(using: &random)
        return "\"\(name)\":{\(fields.joined(separator: ","))}"
    }
}
