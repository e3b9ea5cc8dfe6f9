/// The names of personas, by id: in the order that was asked for, without the ids that have none.
///
/// Not a dictionary, for two reasons: the order is part of the answer, and Swift's `String` calls
/// two ids equal when Unicode calls them canonically equivalent (`é` and `e` + U+0301), while a
/// store keeps them apart. Looking a name up costs O(1); nothing is copied to make the value.
public struct PersonaNames: Sendable, Sequence {
    private let personaIDs: [String]
    private let lookup: @Sendable (String) -> String?

    /// The names that `lookup` knows of the ids given.
    ///
    /// - Parameters:
    ///   - personaIDs: the ids asked for, in the order of the answer.
    ///   - lookup: the name of an id, or nil when it has none; must compare ids by code point.
    public init(for personaIDs: [String], lookup: @escaping @Sendable (String) -> String?) {
        self.personaIDs = personaIDs
        self.lookup = lookup
    }

    /// The name of `personaID`, or nil when it has none or was not asked for by the store's answer.
    public subscript(personaID: String) -> String? {
        lookup(personaID)
    }

    /// Steps through `(personaID, name)` pairs in the order of the ids asked for.
    public func makeIterator() -> AnyIterator<(personaID: String, name: String)> {
        var remaining = personaIDs.makeIterator()
        return AnyIterator { [lookup] in
            while let id = remaining.next() {
                if let name = lookup(id) { return (id, name) }
            }
            return nil
        }
    }
}
