import ArgumentParser
import PersonaVectors

extension CompletionKind {
    /// The models of the store that the words before the cursor name.
    static let models = CompletionKind.custom { words, _, _ in
        StoreWords(words).models()
    }

    /// The mask strategies of the model.
    static let maskStrategies = CompletionKind.custom { words, _, _ in
        StoreWords(words).maskStrategies()
    }

    /// The variants of the model.
    static let variants = CompletionKind.custom { words, _, _ in
        StoreWords(words).variants()
    }

    /// The ids of the personas in the variants named, or in any.
    static let personaIDs = CompletionKind.custom { words, _, _ in
        StoreWords(words).personaIDs()
    }
}

/// What the words of an unfinished command line say of a store.
///
/// A store that cannot be read has no completions: there is nobody to tell why.
struct StoreWords {
    private let words: [String]

    init(_ words: [String]) {
        self.words = words
    }

    private var options: StoreOptions {
        var options = StoreOptions()
        options.activationsDir = value(of: "--activations-dir")
        options.model = value(of: "--model")
        options.maskStrategy = value(of: "--mask-strategy")
        return options
    }

    /// The word behind an option, or behind its `=`.
    private func value(of option: String) -> String? {
        for (position, word) in words.enumerated() {
            if word == option, position + 1 < words.count { return words[position + 1] }
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }

    func models() -> [String] {
        (try? discoverActivationModels(in: options.rootDirectory)) ?? []
    }

    func maskStrategies() -> [String] {
        var options = options
        options.maskStrategy = nil
        guard let model = try? options.resolveModel(),
            let masks = try? discoverMaskStrategies(
                in: options.rootDirectory, modelName: model), !masks.isEmpty
        else { return MaskStrategy.known.map(\.rawValue) }
        return masks.map(\.rawValue)
    }

    func variants() -> [String] {
        guard let store = try? options.existingStore() else {
            return PromptVariant.defaults.map(\.rawValue)
        }
        return store.variants.map(\.rawValue)
    }

    func personaIDs() -> [String] {
        guard let store = try? options.existingStore() else { return [] }
        let named = value(of: "--variant").map { [PromptVariant(rawValue: $0)] }
        let ids = (named ?? store.variants).compactMap {
            try? store.listPersonas(variants: [$0], includingBaseline: true)
        }
        return Set(ids.joined().map { ExactString($0) }).sorted().map(\.string)
    }
}
