import HuggingFaceHub
import PersonaAnalysis
import PersonaVectors
import Safetensors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The attributes of personas, and where they are from.
struct PersonaAttributes {
    let table: AttributeTable
    /// The file or repository, as provenance records it.
    let location: String
    /// The commit of a repository, or the digest of the files: `sha256:…`.
    let revision: String

    /// Reads what `--personas` names: a file, a folder, or a repository with perhaps a revision,
    /// `owner/name@revision`.
    static func read(
        _ text: String, _ access: HubAccessOptions, output: OutputOptions
    ) async throws -> PersonaAttributes {
        let url = CommandContext.current.url(text)
        guard !FileManager.default.fileExists(atPath: url.path),
            !text.hasSuffix(".jsonl"), let dataset = HubFolder(text, kind: .dataset)
        else { return try PersonaAttributes(file: url, named: text) }
        do {
            return try await PersonaAttributes(
                dataset, client: access.client(), output: output)
        } catch let error as HubError {
            throw CommandFailure.personasNotFetched(text, error)
        }
    }

    private init(file: URL, named name: String) throws {
        table = try loadAttributeTable(personas: file)
        location = name
        revision = try Self.revision(of: personasFile(at: file))
    }

    /// `sha256:` and the personas' digest; where a schema lies beside them, which decides tasks and
    /// ranks, that of the text that `sha256sum` prints of both files, sorted by name.
    private static func revision(of personas: URL) throws -> String {
        let digest = try SHA256Digest(ofFile: personas.path).hex
        let schema = personas.deletingLastPathComponent()
            .appending(path: AttributeTable.schemaFileName)
        guard FileManager.default.fileExists(atPath: schema.path) else { return "sha256:" + digest }
        let lines = [
            (schema.lastPathComponent, try SHA256Digest(ofFile: schema.path).hex),
            (personas.lastPathComponent, digest),
        ].sorted { $0.0 < $1.0 }
        let text = lines.map { "\($0.1)  \($0.0)\n" }.joined()
        return "sha256:" + SHA256Digest(of: Array(text.utf8)).hex
    }

    private init(
        _ dataset: HubFolder, client: HubClient, output: OutputOptions
    ) async throws {
        let repository = dataset.repository
        let snapshot = try await client.snapshot(of: repository, revision: dataset.revision)
        let names = AttributeTable.personasFileNames
        guard let personas = names.first(where: { snapshot[$0] != nil }) else {
            throw CommandFailure.noPersonasOnHub(
                "\(repository)@\(snapshot.commit.hex.prefix(7))", names: names)
        }
        let schema = AttributeTable.schemaFileName
        let place = "\(repository)@\(snapshot.commit.hex.prefix(7)):"
        table = try AttributeTable(
            personas: try await snapshot.bytes(of: personas, client, output),
            personasPath: place + personas,
            schema: snapshot[schema] == nil
                ? nil : try await snapshot.bytes(of: schema, client, output),
            schemaPath: place + schema)
        location = repository.description
        revision = snapshot.commit.hex
    }
}

extension RepositorySnapshot {
    /// The bytes of a file that is here, by way of the shared cache.
    fileprivate func bytes(
        of path: String, _ client: HubClient, _ output: OutputOptions
    ) async throws -> [UInt8] {
        let file = try HubFile(path, in: repository, revision: commit.hex)
        let url = try await ProgressReporter.track("Fetching \(path)", output: output) { _ in
            try await client.download(file)
        }
        return Array(try Data(contentsOf: url))
    }
}

extension CommandFailure {
    static func noPersonasOnHub(_ place: String, names: [String]) -> CommandFailure {
        CommandFailure(
            .notFound,
            "No personas in \(place): a file \(names.joined(separator: " or ")) is needed.")
    }

    static func personasNotFetched(_ name: String, _ error: HubError) -> CommandFailure {
        CommandFailure(
            error.code == .repositoryNotFound ? .notFound : .ioFailed,
            "Cannot read the personas' attributes from '\(name.printable)', which is no file or"
                + " folder here: \(error.message) Name another with --personas.",
            underlyingError: error.underlyingError)
    }
}
