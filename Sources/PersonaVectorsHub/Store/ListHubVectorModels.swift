public import HuggingFaceHub
public import PersonaVectors

/// The models that a repository has vectors of, with one mask strategy.
public struct HubVectorModels: Hashable, Sendable {
    /// The mask strategy.
    public let maskStrategy: MaskStrategy

    /// The models' ids, sorted, as far as the names of the configs can tell.
    public let modelNames: [String]
}

/// The models with vectors in a dataset repository, by mask strategy.
///
/// A config whose name is none of ours is not an error: it is left out.
///
/// - Parameters:
///   - repository: the dataset repository, `namespace/name`.
///   - revision: a branch, a tag, `refs/pr/N` or a commit.
///   - client: the client; nil makes one from the `HF_…` environment.
/// - Returns: the mask strategies in order, each with its models in order.
/// - Throws: ``/HuggingFaceHub/HubError``; ``/PersonaVectors/ArtifactError`` with code `invalidManifest` for a card that cannot be
///   used.
/// - Complexity: the listing of the repository and its card; nothing of the vectors.
public func listHubVectorModels(
    in repository: String, revision: String = "main", client: HubClient? = nil
) async throws -> [HubVectorModels] {
    let dataset = try await VectorDataset(
        client: try client ?? HubClient(HubConfiguration()),
        repository: RepositoryID(repository), revision: revision)
    let names = dataset.configs.compactMap { parseVectorConfigName($0.name) }
    let byMask = Dictionary(grouping: names) { ExactString($0.maskStrategy.rawValue) }
    return byMask.sorted { $0.key < $1.key }.map { mask, names in
        HubVectorModels(
            maskStrategy: MaskStrategy(rawValue: mask.string),
            modelNames: Set(names.map { ExactString($0.modelName) }).sorted().map(\.string))
    }
}
