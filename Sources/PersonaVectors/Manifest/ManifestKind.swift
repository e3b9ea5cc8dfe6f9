/// What the items of a manifest are; the raw value is the key that holds them.
enum ManifestKind: String, Sendable {
    case personas
    case attributes
}
