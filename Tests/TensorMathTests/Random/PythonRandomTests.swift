import Foundation
import TensorMath
import Testing

/// CPython's `random.Random`, as `Tests/Fixtures/personas/make_personas.py` recorded it.
struct PythonRandomTests {
    struct Expected: Decodable {
        struct Shuffles: Decodable {
            let orders: [Order]
            let wordsOfSeed0: [UInt32]
        }
        struct Order: Decodable {
            let seed: Int
            let order: [Int]
        }
        let shuffles: Shuffles
    }

    static var expected: Expected.Shuffles {
        get throws {
            let tests = URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            let file = tests.appending(path: "Fixtures/personas/expected.json")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Expected.self, from: Data(contentsOf: file)).shuffles
        }
    }

    @Test func drawsTheSameWords() throws {
        var random = PythonRandom(seed: 0)
        #expect(try Self.expected.wordsOfSeed0 == (0..<4).map { _ in random.nextUInt32() })
    }

    @Test func shufflesAlikeForEverySeedAndLength() throws {
        for expected in try Self.expected.orders {
            var random = PythonRandom(seed: expected.seed)
            var order = Array(expected.order.indices)
            random.shuffle(&order)
            #expect(order == expected.order, "seed \(expected.seed), \(order.count) elements")
        }
    }

    @Test func aSeedsSignDoesNotMatter() {
        var (one, other) = (PythonRandom(seed: 5), PythonRandom(seed: -5))
        #expect(one.nextUInt32() == other.nextUInt32())
    }
}
