import Foundation
import PersonaVectorsTesting

/// A worker in plain Python, whose hidden states are numbers made of the token, the layer and the
/// feature: no torch, no weights.
///
/// Beside it lie `arguments`, what it was started with, and, where it is to stop at a question,
/// `hold` with the number of that question: it writes a word to the pipe `held`, and waits for its
/// end; or `end`, with the number of the question that it dies at.
struct PlainWorker {
    static let (layerCount, hiddenSize) = (2, 3)

    let folder: URL

    init(in folder: URL) throws {
        self.folder = folder
        try Data(Self.source.utf8).write(to: script)
    }

    var script: URL { folder.appending(path: "worker.py") }

    /// The options that name it.
    var options: [String] {
        [
            "--backend", "worker", "--python",
            InteropPython.packageRoot.appending(path: ".deps/python/bin/python").path,
            "--worker-script", script.path,
        ]
    }

    /// What the block of a layer puts out for a token, to the bit.
    static func output(token: Int, layer: Int, feature: Int) -> Double {
        Double((layer + 1) * (token % 64)) / 8 + Double(feature)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private static let source = #"""
        import json, os, pathlib, struct, sys

        here = pathlib.Path(__file__).parent
        (here / "arguments").write_text("\n".join(sys.argv[1:]))
        layers, hidden = 2, 3
        number = 0


        def setting(name):
            file = here / name
            return int(file.read_text()) if file.exists() else 0


        def answer(tensors={}, **facts):
            header, data = {}, b""
            for name, (shape, values) in tensors.items():
                end = len(data) + 4 * len(values)
                header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), end]}
                data += struct.pack(f"<{len(values)}f", *values)
            text = json.dumps(header).encode()
            payload = struct.pack("<Q", len(text)) + text + data if tensors else b""
            facts["bytes"] = len(payload)
            sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + payload)
            sys.stdout.buffer.flush()


        answer(
            architecture="plain", layers=layers, hidden=hidden, vocabulary=704, context=4096,
            ends=[], dtype="float32")
        for line in sys.stdin:
            question = json.loads(line)
            number += 1
            if number == setting("end"):
                print("Killed", file=sys.stderr)
                os._exit(1)
            if number == setting("hold"):
                with open(here / "held", "w") as pipe:
                    pipe.write("held")
                sys.stdin.read()
                break
            tensors = {}
            for index, positions in enumerate(question["selections"]):
                values = []
                for layer in question["layers"]:
                    for feature in range(hidden):
                        outputs = [
                            (layer + 1) * (question["tokens"][p] % 64) / 8 + feature
                            for p in positions]
                        values.append(sum(outputs) / len(outputs))
                tensors[str(index)] = ([len(question["layers"]), hidden], values)
            answer(tensors)
        """#
}
