import PersonaVectors
import Synchronization
import Testing

@testable import PersonaExtraction

/// Speed and time left, by a clock that the test moves.
struct ProgressTrackerTests {
    @Test func speedAndTimeLeftComeFromWhatIsComputed() throws {
        let clock = Mutex(ContinuousClock.now)
        let heard = Mutex<[ExtractionProgress]>([])
        let tracker = ProgressTracker(
            taskCount: 5, now: { clock.withLock { $0 } },
            report: { progress in heard.withLock { $0.append(progress) } })
        func advance(_ seconds: Int) { clock.withLock { $0 += .seconds(seconds) } }
        let task = ExtractionTask(personaID: "p", personaName: "P", variant: .templated)
        tracker.finish(task, .skipped)
        // What is skipped before the first task takes no time of the estimate.
        advance(1000)
        tracker.start(task, sampleCount: 2)
        advance(4)
        tracker.sampleDone(task, tokens: 60)
        advance(6)
        tracker.sampleDone(task, tokens: 40)
        tracker.finish(task, .saved([.answerMean]))
        advance(10)
        tracker.start(task, sampleCount: 1)
        tracker.finish(task, .failed(CancellationError()))
        let all = heard.withLock { $0 }
        #expect(all.map(\.tokensPerSecond) == [nil, nil, 15, 10, 10, 5, 5])
        #expect(
            all.map(\.timeLeft) == [
                nil, nil, .seconds(28), .seconds(30), .seconds(30), .seconds(60), .seconds(20),
            ])
        #expect(all.map(\.completedTasks) == [1, 1, 1, 1, 2, 2, 3])
    }
}
