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
        let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
        guard arguments.count <= 3, !arguments.contains(nil) else {
            print("usage: safetensors-fuzz [COUNT [SEED [FIRST]]]")
            exit(64)
        }
        let given = arguments.compactMap(\.self)
        let count = given.isEmpty ? 1_000_000 : Int(given[0])
        let seed = given.count > 1 ? given[1] : .random(in: 0..<1 << 32)
        let first = given.count > 2 ? Int(given[2]) : 0
        print("safetensors-fuzz: \(count) inputs from number \(first), seed \(seed)")
        report(try refusals(of: first..<first + count, seed: seed), count: count)
    }

    /// Reads the inputs and counts why they were refused; exits at the first broken promise.
    private static func refusals(
        of indices: Range<Int>, seed: UInt64
    ) throws -> [SafetensorsError.Code: Int] {
        var refusals: [SafetensorsError.Code: Int] = [:]
        let input = FileManager.default.temporaryDirectory.appending(path: "safetensors-fuzz.input")
        try Data().write(to: input)
        let file = try FileHandle(forWritingTo: input)
        for index in indices {
            let bytes = Mutator.input(index, seed: seed)
            // Through one open file: to replace it each time would wait for the disk.
            try file.seek(toOffset: 0)
            try file.write(contentsOf: bytes)
            try file.truncate(atOffset: UInt64(bytes.count))
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
        return refusals
    }

    private static func report(_ refusals: [SafetensorsError.Code: Int], count: Int) {
        let refused = refusals.values.reduce(0, +)
        print("no trap, no broken promise; read \(count - refused), refused \(refused):")
        for (code, times) in refusals.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            print("  \(code.rawValue) \(times)")
        }
    }
}
