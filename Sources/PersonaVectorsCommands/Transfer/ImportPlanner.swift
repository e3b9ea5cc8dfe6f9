import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Turns the sources of an import into steps; nothing is written.
struct ImportPlanner {
    let store: StoreOptions
    let variants: [PromptVariant]
    let options: ImportedVectorOptions
    let progress: ProgressReporter

    /// The steps of all sources.
    ///
    /// Failures of several files are reported together, so that a long list need not be mended one
    /// file at a time.
    func plan(_ sources: [String]) throws -> TransferPlan {
        var steps: [TransferStep] = []
        var listed = ListedVectors(defaultVariant: variants.count == 1 ? variants.first : nil)
        var failures: [any Error] = []
        for source in sources {
            do {
                switch try ImportSource(CommandContext.current.resolve(source), shown: source) {
                case .store(let root):
                    steps += try storeSteps(root: root, shown: source)
                case .variantFolder(let folder):
                    steps.append(try variantStep(folder, shown: source))
                case .arrayFiles(let files):
                    let reader = VectorFileReader(options: options)
                    progress.begin("Reading files", total: files.count)
                    for file in files {
                        listed.collect(&failures) { try reader.read(file).map { ($0, nil) } }
                        progress.advance()
                    }
                case .list(let file):
                    listed.collect(&failures) { try VectorListReader(options: options).read(file) }
                }
            } catch {
                failures.append(error)
            }
        }
        if let failure = failures.first {
            throw failures.count == 1 ? failure : CommandFailures(failures: failures)
        }
        return TransferPlan(steps: steps + (try fileSteps(listed)))
    }

    private func fileSteps(_ listed: ListedVectors) throws -> [TransferStep] {
        if listed.vectors.isEmpty { return [] }
        guard let model = store.model else { throw CommandFailure.importNeeds("--model") }
        if options.describesOnePersona, listed.vectors.count != 1 {
            throw CommandFailure.notOneVector(count: listed.vectors.count)
        }
        let target = try self.target(
            model: model, mask: store.namedMaskStrategy ?? .answerMean)
        return try listed.byVariant().map { variant, vectors in
            TransferStep(target: target, variant: variant, origin: .vectors(vectors))
        }
    }

    private func target(model: String, mask: MaskStrategy) throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: model, rootDirectory: store.rootDirectory, maskStrategy: mask)
    }

    private func storeSteps(root: String, shown: String) throws -> [TransferStep] {
        try StoreSelection(
            model: store.model, mask: store.namedMaskStrategy, variants: variants
        ).steps(from: URL(filePath: root), shown: shown, to: store.rootDirectory)
    }

    /// The step of one variant's folder, whose place says what it is of unless options do.
    private func variantStep(_ folder: String, shown: String) throws -> TransferStep {
        let parts = URL(filePath: folder).absoluteURL.standardizedFileURL.path
            .split(separator: "/").map(String.init)
        guard parts.count >= 3 else { throw CommandFailure.notInAStore(shown) }
        let (directory, mask, variant) = (
            parts[parts.count - 3], MaskStrategy(rawValue: parts[parts.count - 2]),
            PromptVariant(rawValue: parts[parts.count - 1])
        )
        let root = "/" + parts.dropLast(3).joined(separator: "/")
        let isInStore = MaskStrategy.known.contains(mask)
        guard let model = store.model ?? (isInStore ? modelName(forDirectory: directory) : nil)
        else { throw CommandFailure.importNeeds("--model") }
        let source = try PersonaVectorStore(
            modelName: directory, rootDirectory: URL(filePath: root), maskStrategy: mask)
        if let other = variants.first(where: { $0 != variant }) {
            throw CommandFailure.unknownVariant(other, place: shown, variants: [variant])
        }
        return TransferStep(
            target: try target(
                model: model, mask: store.namedMaskStrategy ?? (isInStore ? mask : .answerMean)),
            variant: variant, origin: .store(source, personaIDs: nil))
    }
}

/// Vectors read from files, each with the variant that its list names, if it does.
struct ListedVectors {
    /// The variant of vectors whose list names none.
    let defaultVariant: PromptVariant?

    private(set) var vectors: [(vector: PersonaVectorToSave, variant: PromptVariant?)] = []

    init(defaultVariant: PromptVariant?) {
        self.defaultVariant = defaultVariant
    }

    /// Adds what `body` reads, or its failures to the others.
    mutating func collect(
        _ failures: inout [any Error],
        _ body: () throws -> [(PersonaVectorToSave, PromptVariant?)]
    ) {
        do {
            vectors += try body()
        } catch let several as CommandFailures {
            failures += several.failures
        } catch {
            failures.append(error)
        }
    }

    /// The vectors of each variant, variants in the order of their first vector.
    func byVariant() throws -> [(PromptVariant, [PersonaVectorToSave])] {
        var order: [PromptVariant] = []
        var groups: [PromptVariant: [PersonaVectorToSave]] = [:]
        for (vector, variant) in vectors {
            guard let variant = defaultVariant ?? variant else {
                throw CommandFailure.importNeeds("--variant")
            }
            if groups[variant] == nil { order.append(variant) }
            groups[variant, default: []].append(vector)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }
}
