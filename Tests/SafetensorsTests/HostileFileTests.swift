import Safetensors
import SafetensorsFuzzing
import Testing

/// A short run of what `make fuzz` does a million times under address sanitizer.
struct HostileFileTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func breakNoPromise(_ seed: UInt64) throws {
        let folder = try TemporaryFolder()
        for index in 0..<1_000 {
            let input = Mutator.input(index, seed: seed)
            _ = try Inspection.inspect(input)
            if index % 50 == 0 {
                let path = folder.file("input")
                try AtomicFile.write(input, to: path, durability: .processCrash)
                try Inspection.inspect(path: path, holding: input)
            }
        }
    }
}
