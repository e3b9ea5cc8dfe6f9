public import PersonaVectors

/// What one page shows: numbers, and the words around them.
///
/// The numbers are all that the page draws from, and what is written beside it as `.json`, with nine
/// significant digits, so that a paper can cite exactly what the picture shows.
public struct Figure: Sendable {
    /// The end of the files' names, for example `persona_vector_pca`.
    public let fileStem: String

    /// The heading.
    public let title: String

    /// A sentence below the heading: what was drawn of what.
    public let subtitle: String

    /// What the page's script draws; `kind` says in which way.
    public let data: JSONObject

    /// What was asked for and is not in the figure, and why: a sentence each.
    public let notes: [String]

    init(
        fileStem: String, title: String, subtitle: String, data: JSONObject, notes: [String] = []
    ) {
        self.fileStem = fileStem
        self.title = title
        self.subtitle = subtitle
        self.data = data
        self.notes = notes
    }
}
