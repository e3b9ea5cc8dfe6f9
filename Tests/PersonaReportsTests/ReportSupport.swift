import Foundation
import PersonaAnalysis
import PersonaVectors
import Safetensors

@testable import PersonaReports

/// Stores and pages for the tests of reports.
enum ReportSupport {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let plotly = root.appending(path: ".deps/plotly/plotly.min.js")

    static func realStore() throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: "sentence-transformers/all-MiniLM-L6-v2",
            rootDirectory: root.appending(path: "Tests/Fixtures/real/artifacts/activations"))
    }

    static func attributes() throws -> AttributeTable {
        try loadAttributeTable(
            personas: root.appending(path: "Tests/Fixtures/real/dataset/personas.jsonl"))
    }

    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "persona-reports-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A store of made-up personas whose names are hostile to pages.
    static func hostileStore(in folder: URL, names: [String]) throws -> PersonaVectorStore {
        let store = try PersonaVectorStore(
            modelName: "test/</script><b>model", rootDirectory: folder, durability: .processCrash)
        try store.saveBatch(
            names.enumerated().map { index, name in
                let floats = (0..<24).map { Float(($0 * 7 + index * 13) % 11) - 5 }
                return PersonaVectorToSave(
                    personaID: "p\(index)", personaName: name,
                    vector: try PersonaVector(floats: floats, layerCount: 3, hiddenSize: 8))
            }, variant: .biography)
        return store
    }
}

/// A page in headless Chromium.
enum Browser {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a script in a page once it has loaded and answers what the script puts into `result`.
    ///
    /// The page is in a frame of the width asked for: a window of Chromium is never narrower than 500
    /// pixels. Everything that the page complains of is in `result.errors`, and whatever it asks the
    /// network for, when it is `isOffline`: the page is forbidden to.
    static func run(
        _ page: URL, script: String, width: Int = 1280, isOffline: Bool = true
    ) throws -> [String: Any] {
        guard let browser = PagePicture.browser else {
            throw Failure(description: "Chromium is missing: run 'make deps'.")
        }
        let driven = page.deletingPathExtension().appendingPathExtension("driven.html")
        try drive(page, script, isOffline: isOffline).write(
            to: driven, atomically: true, encoding: .utf8)
        let framed = page.deletingPathExtension().appendingPathExtension("framed.html")
        try frame(driven.lastPathComponent, width: width).write(
            to: framed, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = browser
        process.arguments =
            [
                "--headless", "--disable-gpu", "--window-size=\(max(width, 500)),900",
                "--virtual-time-budget=8000", "--dump-dom",
            ] + PagePicture.sandboxArguments + [framed.absoluteString]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try answer(in: String(decoding: data, as: UTF8.self))
    }

    private static func frame(_ page: String, width: Int) -> String {
        """
        <!DOCTYPE html><body style="margin: 0"><pre id="answer"></pre><script>
        addEventListener('message',
            e => { document.getElementById('answer').textContent = e.data; });
        </script><iframe src="\(page)" width="\(width)" height="900" style="border: 0"></iframe>
        </body>
        """
    }

    private static let offlinePolicy = """
        <meta http-equiv="Content-Security-Policy" content="default-src 'none';
        script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:">
        """

    private static func drive(_ page: URL, _ script: String, isOffline: Bool) throws -> String {
        try String(contentsOf: page, encoding: .utf8)
            .replacingOccurrences(
                of: "<head>",
                with: """
                    <head>\(isOffline ? offlinePolicy : "")<script>
                    window.result = {errors: []};
                    document.addEventListener('securitypolicyviolation',
                        e => result.errors.push('asks for ' + e.blockedURI));
                    window.addEventListener('error', e => result.errors.push(String(e.message)));
                    console.error = (...words) => result.errors.push(words.join(' '));
                    </script>
                    """
            )
            .replacingOccurrences(
                of: "</body>",
                with: """
                    <script>
                    { \(script) }
                    parent.postMessage(
                        btoa(unescape(encodeURIComponent(JSON.stringify(result)))), '*');
                    </script></body>
                    """)
    }

    private static func answer(in page: String) throws -> [String: Any] {
        guard let start = page.range(of: "<pre id=\"answer\">"),
            let end = page.range(of: "</pre>", range: start.upperBound..<page.endIndex),
            let data = Data(base64Encoded: String(page[start.upperBound..<end.lowerBound])),
            let result = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { throw Failure(description: "The page gave no answer.") }
        return result
    }
}
