import Foundation
import PersonaVectorsTesting
import Testing

@testable import PersonaVectors

@Suite struct JSONWriterTests {
    struct Number: Sendable {
        let value: Double
        let text: String
    }

    /// What `repr` of Python 3 prints.
    static let numbers = [
        Number(value: 0, text: "0.0"), Number(value: -0.0, text: "-0.0"),
        Number(value: 0.1, text: "0.1"), Number(value: 1e-5, text: "1e-05"),
        Number(value: 1e16, text: "1e+16"),
        Number(value: 9_007_199_254_740_992, text: "9007199254740992.0"),
        Number(value: -9_450_988_811_917_120, text: "-9450988811917120.0"),
        Number(value: .leastNonzeroMagnitude, text: "5e-324"), Number(value: .nan, text: "NaN"),
        Number(value: -.infinity, text: "-Infinity"),
    ]

    @Test(arguments: numbers)
    func writesNumbersAsPythonDoes(_ number: Number) {
        #expect(JSONWriter.pythonRepresentation(of: number.value) == number.text)
    }

    @Test func escapesAllButPrintableASCII() {
        let text = JSONWriter.encode(
            .string("a\"\\\n\r\t\u{8}\u{C}\u{1}\u{7F}é🦊/"), layout: .singleLine)
        #expect(
            String(decoding: text, as: UTF8.self)
                == #""a\"\\\n\r\t\b\f\u0001\u007f\u00e9\ud83e\udd8a/""#)
    }

    @Test(arguments: [(0, "indent"), (1, "indent"), (2, "compact"), (3, "compact")])
    func rewritesWhatPythonWroteByteForByte(seed: Int, layout: String) throws {
        let written = Array(
            try InteropPython.run(script: "json_peer.py", arguments: ["random", "\(seed)", layout]))
        #expect(written.count > 100_000)
        let ours = JSONWriter.encode(
            try parseJSON(written), layout: layout == "indent" ? .indented : .singleLine)
        #expect(ours == written)
    }
}
