import TensorMath
import Testing

@Suite struct ConcurrentLoopTests {
    struct Failure: Error, Equatable {
        let index: Int
    }

    @Test(arguments: [nil, 0, 1, 4])
    func returnsResultsInTheOrderOfTheIndices(_ threads: Int?) {
        let squares = ConcurrentLoop.map(count: 100, threads: threads) { $0 * $0 }
        #expect(squares == (0..<100).map { $0 * $0 })
        #expect(ConcurrentLoop.map(count: 0, threads: threads) { $0 }.isEmpty)
    }

    @Test(arguments: [1, 4])
    func throwsTheFirstFailureByIndex(_ threads: Int) {
        #expect(throws: Failure(index: 7)) {
            try ConcurrentLoop.map(count: 40, threads: threads) { index in
                if index >= 7 { throw Failure(index: index) }
            }
        }
    }
}
