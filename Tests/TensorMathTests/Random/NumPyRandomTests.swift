import Foundation
import TensorMath
import Testing

/// Both generators against NumPy's own draws, in `Fixtures/numpy/random.json`.
struct NumPyRandomTests {
    struct Draws: Decodable {
        struct Legacy: Decodable {
            let seed: UInt32
            let words: [UInt32]
            let samples: [Double]
            let below7: [Int]
            let belowInt32Max: [Int]
            let below2To40: [Int]
            let permutation: [Int]
            let choice: [Int]
        }
        struct Current: Decodable {
            let seed: UInt32
            let permutations: [[Int]]
        }
        let weights: [Double]
        let legacy: [Legacy]
        let current: [Current]

        static func load() throws -> Draws {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Fixtures/numpy/random.json")
            return try JSONDecoder().decode(Draws.self, from: Data(contentsOf: file))
        }
    }

    @Test func legacyDrawsAreThoseOfRandomState() throws {
        let draws = try Draws.load()
        #expect(draws.legacy.count == 4)
        for expected in draws.legacy {
            let fresh = MersenneTwister(seed: expected.seed)
            var words = fresh
            #expect(expected.words.map { _ in words.nextUInt32() } == expected.words)
            var samples = fresh
            #expect(
                expected.samples.map { _ in samples.randomSample() }
                    == expected.samples)
            for (bound, numbers) in [
                (7, expected.below7), (2_147_483_647, expected.belowInt32Max),
                (1 << 40, expected.below2To40),
            ] {
                var integers = fresh
                #expect(numbers.map { _ in integers.randomInteger(below: bound) } == numbers)
            }
            var permutation = fresh
            #expect(permutation.permutation(count: 700) == expected.permutation)
            var choice = fresh
            #expect(choice.choice(count: 12, weights: draws.weights) == expected.choice)
        }
    }

    @Test func currentPermutationsAreThoseOfDefaultRNG() throws {
        for expected in try Draws.load().current {
            var generator = PCG64(seed: expected.seed)
            for permutation in expected.permutations {
                #expect(
                    generator.permutation(of: Array(0..<permutation.count)) == permutation)
            }
        }
    }

    @Test func boundOfOneDrawsNothing() {
        var generator = MersenneTwister(seed: 3)
        var untouched = generator
        #expect(generator.randomInteger(below: 1) == 0)
        #expect(generator.nextUInt32() == untouched.nextUInt32())
    }
}
