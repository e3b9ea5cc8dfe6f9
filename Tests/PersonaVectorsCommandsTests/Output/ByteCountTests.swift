import Testing

@testable import PersonaVectorsCommands

@Suite struct ByteCountTests {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1550, "1.6 kB"), (999_949, "999.9 kB"),
        (999_951, "1.0 MB"), (60_211_200, "60.2 MB"), (7_000_000_000_000_000, "7000.0 TB"),
    ])
    func sizesAreForPeople(count: Int, text: String) {
        #expect(ByteCount.text(count) == text)
    }
}
