import Safetensors

/// A figure as one HTML file that needs no network.
struct FigurePage {
    /// Where the page takes Plotly.js from.
    enum Script {
        /// The page carries it.
        case inlined(PlotlyScript)
        /// A file beside the pages.
        case shared(String)
    }

    let figure: Figure
    /// What the page draws, as JSON.
    let numbers: [UInt8]
    let script: Script

    /// Appends the page to a file, the script as it is: it is most of the page.
    func write(to output: inout FileOutput) throws(SafetensorsError) {
        try output.append(Array(head.utf8))
        try output.append(PackageResources.page_css)
        try output.append(Array("</style>\n".utf8))
        switch script {
        case .inlined(let script):
            try output.append(Array("<script>".utf8))
            try output.append(script.bytes)
        case .shared(let name):
            try output.append(Array("<script src=\"\(name.htmlEscaped)\">".utf8))
        }
        try output.append(Array(body.utf8))
        try output.append(embeddedNumbers)
        try output.append(Array("</script>\n<script>".utf8))
        try output.append(PackageResources.page_js)
        try output.append(Array("</script>\n</body>\n</html>\n".utf8))
    }

    private var head: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(figure.title.htmlEscaped)</title>
        <style>
        """
    }

    private var body: String {
        """
        </script>
        </head>
        <body>
        <header>
        <h1>\(figure.title.htmlEscaped)</h1>
        <p>\(figure.subtitle.htmlEscaped)</p>
        </header>
        <form id="controls" onsubmit="return false"></form>
        <main id="figure"></main>
        <script type="application/json" id="data">
        """
    }

    /// The numbers as JSON that no text inside it can end the element of.
    private var embeddedNumbers: [UInt8] {
        let parts = numbers.split(separator: UInt8(ascii: "<"), omittingEmptySubsequences: false)
        return Array(parts.joined(separator: Array("\\u003c".utf8)))
    }
}

extension String {
    /// The text as HTML shows it.
    var htmlEscaped: String {
        var escaped = ""
        for character in unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
