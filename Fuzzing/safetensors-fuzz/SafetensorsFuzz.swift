import Foundation
import Safetensors
import SafetensorsFuzzing

/// `safetensors-fuzz [COUNT [SEED [FIRST]]]`: reads COUNT hostile files, to be run under a sanitizer.
///
/// The seed and the number of an input are all that is needed to make it again. The input being read
/// lies in `safetensors-fuzz.input` in the temporary folder, so that a crash leaves its cause behind.
@main
struct SafetensorsFuzz {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().map { Int($0) }
        let count = (arguments.first ?? nil) ?? 1_000_000
        let seed = UInt64((arguments.dropFirst().first ?? nil) ?? Int.random(in: 0..<1 << 32))
        let first = (arguments.dropFirst(2).first ?? nil) ?? 0
        let input = FileManager.default.temporaryDirectory.appending(path: "safetensors-fuzz.input")
        print("safetensors-fuzz: \(count) inputs from number \(first), seed \(seed)")
        var refusals: [SafetensorsError.Code: Int] = [:]
        for index in first..<first + count {
            let bytes = Mutator.input(index, seed: seed)
            try Data(bytes).write(to: input)
            do {
                if let error = try Inspection.inspect(bytes) {
                    refusals[error.code, default: 0] += 1
                }
                // The file system's part is slow and the same for all.
                if index % 16 == 0 { try Inspection.inspect(path: input.path, holding: bytes) }
            } catch {
                print("input \(index) of seed \(seed), kept in \(input.path): \(error)")
                exit(1)
            }
        }
        try FileManager.default.removeItem(at: input)
        let refused = refusals.values.reduce(0, +)
        print("no trap, no broken promise; read \(count - refused), refused \(refused):")
        for (code, times) in refusals.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            print("  \(code.rawValue) \(times)")
        }
    }
}
