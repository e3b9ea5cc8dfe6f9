import Dispatch
import PersonaVectors
import Synchronization
import Testing

@testable import PersonaExtraction
@testable import PersonaVectorsCommands

/// What is said of an extraction while it runs.
struct ExtractionStatusTests {
    func progress(
        done: Int, computed: Int, tokens: Int, seconds: Int, id: String = "p-17"
    ) -> ExtractionProgress {
        ExtractionProgress(
            event: .sample,
            task: ExtractionTask(personaID: id, personaName: "P", variant: .biography),
            completedTasks: done, taskCount: 200, tokens: tokens, elapsed: .seconds(seconds),
            computedTasks: computed, startedShare: 0)
    }

    @Test func theLineSaysHowFarHowFastAndHowLong() {
        #expect(
            ExtractionStatus.line(progress(done: 0, computed: 0, tokens: 0, seconds: 0))
                == "Extracting 0 of 200: p-17 (biography)")
        #expect(
            ExtractionStatus.line(progress(done: 0, computed: 0, tokens: 90, seconds: 2))
                == "Extracting 0 of 200: p-17 (biography), 45 tokens/s")
        // 50 tasks are left, at 150 s each.
        #expect(
            ExtractionStatus.line(
                progress(done: 150, computed: 10, tokens: 1_851_000, seconds: 1500))
                == "Extracting 150 of 200: p-17 (biography), 1234 tokens/s, 2 h 5 min left")
        #expect(
            ExtractionStatus.line(
                progress(done: 1, computed: 1, tokens: 0, seconds: 0, id: "a\u{7}"))
                == "Extracting 1 of 200: a\\u{07} (biography), 0 s left")
    }

    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3599, "59 min 59 s"), (3600, "1 h 0 min"),
        (86_400, "1 d 0 h"), (180_000, "2 d 2 h"),
    ])
    func durationsAreInTheirTwoLargestUnits(_ seconds: Int, _ text: String) {
        #expect(ExtractionStatus.text(of: .seconds(seconds)) == text)
    }

    /// Two pieces of work, one in the other, until the inner one has told three lines.
    func lines(outer: OutputOptions, inner: OutputOptions) async -> [String] {
        let (heard, continuation) = AsyncStream.makeStream(of: String.self)
        var context = CommandContext(
            environment: [:], print: { _ in }, complain: { continuation.yield($0) })
        context.progressInterval = .milliseconds(1)
        return await CommandContext.$current.withValue(context) {
            await ProgressReporter.track("Outer", output: outer) { _ in
                await ProgressReporter.track("Inner", output: inner) { _ in
                    var lines: [String] = []
                    for await line in heard {
                        lines.append(line)
                        if lines.count(where: { $0.hasPrefix("Inner") }) == 3 { break }
                    }
                    return lines
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func withoutATerminalThereArePlainLines() async {
        let lines = await lines(
            outer: OutputOptions(quiet: true), inner: OutputOptions(quiet: false))
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix("Inner (") && $0.hasSuffix(" s)\n") }, "\(lines)")
    }
}
