import Foundation
import PersonaVectors

/// The text of a model's chat template and the file that it comes from.
struct ChatTemplateSource {
    let text: String
    let path: String

    /// Looks where transformers looks: a file of its own counts before the tokenizer's settings.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidTemplate` when there is none.
    init(of config: ConfigReader, folder: String) throws(ExtractionError) {
        let file = "chat_template.jinja"
        if let data = try ModelFile.data(file, in: folder) {
            path = folder + "/" + file
            guard let text = String(bytes: data, encoding: .utf8) else {
                throw .templateNotText(path)
            }
            self.text = text
            return
        }
        // The last is where processors of images keep it.
        for config in [config, try ModelFile.config("chat_template.json", in: folder)] {
            if let text = try Self.text(in: config) {
                self.text = text
                path = config.path
                return
            }
        }
        throw .templateMissing(folder: folder)
    }

    /// A text, or a list of texts with names, of which `default` is the one for conversations.
    private static func text(in config: ConfigReader) throws(ExtractionError) -> String? {
        let key = "chat_template"
        guard let value = config.value(key) else { return nil }
        if let text = value.stringValue { return text }
        guard let list = value.arrayValue else {
            throw config.wrong(key, value, "a template or a list of named templates")
        }
        let names = list.compactMap { $0.objectValue?["name"]?.stringValue }
        guard let index = names.firstIndex(of: "default"), names.count == list.count,
            let text = list[index].objectValue?["template"]?.stringValue
        else { throw .noDefaultTemplate(config.path, names: names) }
        return text
    }
}
