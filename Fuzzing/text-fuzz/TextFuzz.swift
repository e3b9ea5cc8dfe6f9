import ChatTemplates
import Foundation
import TextFuzzing
import Tokenization

/// `text-fuzz [COUNT [SEED [FIRST]]]`: reads COUNT damaged chat templates and tokenizer files, to be
/// run under a sanitizer.
///
/// The seed and the number of an input are all that is needed to make it again. The input being read
/// lies in `text-fuzz.input` in the temporary folder, so that a crash leaves its cause behind.
@main
struct TextFuzz {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
        guard arguments.count <= 3, !arguments.contains(nil) else {
            print("usage: text-fuzz [COUNT [SEED [FIRST]]]")
            exit(64)
        }
        let given = arguments.compactMap(\.self)
        let count = given.isEmpty ? 10_000 : Int(given[0])
        let seed = given.count > 1 ? given[1] : .random(in: 0..<1 << 32)
        let first = given.count > 2 ? Int(given[2]) : 0
        print("text-fuzz: \(count) inputs from number \(first), seed \(seed)")
        let refusals = try refusals(of: first..<first + count, seed: seed)
        let refused = refusals.values.reduce(0, +)
        print("no trap, no broken promise; read \(count - refused), refused \(refused):")
        for (code, times) in refusals.sorted(by: { $0.key < $1.key }) {
            print("  \(code) \(times)")
        }
    }

    /// The files that are damaged: every template and every tokenizer of the fixtures.
    private static func sources() throws -> [(bytes: [UInt8], isTemplate: Bool)] {
        try [("chat_templates", ".jinja"), ("tokenizers", ".json")].flatMap { folder, ending in
            let folder = TextFixtures.folder.appending(path: folder)
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                .filter { $0.hasSuffix(ending) && !$0.hasSuffix("expected.json") }
                .map { name in
                    (Array(try Data(contentsOf: folder.appending(path: name))), ending == ".jinja")
                }
        }
    }

    /// Reads the inputs and counts why they were refused; exits at the first broken promise.
    private static func refusals(of indices: Range<Int>, seed: UInt64) throws -> [String: Int] {
        var refusals: [String: Int] = [:]
        let input = FileManager.default.temporaryDirectory.appending(path: "text-fuzz.input")
        let sources = try sources()
        for index in indices {
            let source = sources[index % sources.count]
            let bytes = TextMutator.damaged(source.bytes, index, seed: seed)
            try Data(bytes).write(to: input)
            do {
                let code =
                    source.isTemplate
                    ? try TextInspection.inspectTemplate(bytes)?.code.rawValue
                    : try TextInspection.inspectTokenizer(bytes)?.code.rawValue
                if let code { refusals[code, default: 0] += 1 }
            } catch {
                print("input \(index) of seed \(seed), kept in \(input.path): \(error)")
                exit(1)
            }
        }
        try FileManager.default.removeItem(at: input)
        return refusals
    }
}
