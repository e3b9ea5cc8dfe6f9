import Foundation
import PersonaVectors

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
    let script: Script

    /// The page's text.
    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(figure.title.htmlEscaped)</title>
        <style>\(PageText.style)</style>
        \(scriptElement)
        </head>
        <body>
        <header>
        <h1>\(figure.title.htmlEscaped)</h1>
        <p>\(figure.subtitle.htmlEscaped)</p>
        </header>
        <form id="controls" onsubmit="return false"></form>
        <main id="figure"></main>
        <script type="application/json" id="data">\(embeddedData)</script>
        <script>\(PageText.script)</script>
        </body>
        </html>

        """
    }

    private var scriptElement: String {
        switch script {
        case .inlined(let script): "<script>\(script.text)</script>"
        case .shared(let name): "<script src=\"\(name.htmlEscaped)\"></script>"
        }
    }

    /// The data as JSON that no text inside it can end the element of.
    private var embeddedData: String {
        JSONValue.object(figure.data).singleLineText
            .replacingOccurrences(of: "<", with: "\\u003c")
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
