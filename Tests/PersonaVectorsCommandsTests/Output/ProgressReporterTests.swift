import Testing

@testable import PersonaVectorsCommands

@Suite struct ProgressReporterTests {
    @Test func theLineCountsWorkAndBytes() {
        #expect(
            ProgressReporter.line(title: "Checking", done: 0, total: nil, seconds: 1)
                == "Checking (1 s)")
        #expect(
            ProgressReporter.line(title: "Reading", done: 12, total: 200, seconds: 3)
                == "Reading 12 of 200 (3 s)")
        #expect(
            ProgressReporter.line(
                title: "Writing biography", done: 2, total: 9, bytes: (1_250_000, 0), seconds: 4)
                == "Writing biography 2 of 9, 1.3 MB sent (4 s)")
        #expect(
            ProgressReporter.line(
                title: "Pulling", done: 0, total: nil, bytes: (10, 2_000), seconds: 5)
                == "Pulling, 10 B sent, 2.0 kB received (5 s)")
    }
}
