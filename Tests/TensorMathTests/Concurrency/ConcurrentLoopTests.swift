import Synchronization
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

    @Test func beginsNoTurnAfterOneThatFailed() {
        let begun = Mutex<[Int]>([])
        #expect(throws: Failure(index: 7)) {
            try ConcurrentLoop.map(count: 40, threads: 1) { index in
                begun.withLock { $0.append(index) }
                if index == 7 { throw Failure(index: index) }
            }
        }
        #expect(begun.withLock { $0 } == Array(0...7))
    }

    /// With one thread the caller's takes every turn, so that it is known which are begun.
    @Test func beginsNoTurnInATaskThatIsCancelled() async {
        let begun = Mutex<[Int]>([])
        let task = Task {
            try ConcurrentLoop.map(count: 40, threads: 1) { (index) throws -> Int in
                begun.withLock { $0.append(index) }
                if index == 3 { withUnsafeCurrentTask { $0?.cancel() } }
                return index
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(begun.withLock { $0 } == [0, 1, 2, 3])
    }

    @Test func finishesWhatCannotThrowThoughTheTaskIsCancelled() async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return ConcurrentLoop.map(count: 5, threads: 1) { $0 }
        }
        #expect(await task.value == [0, 1, 2, 3, 4])
    }
}
