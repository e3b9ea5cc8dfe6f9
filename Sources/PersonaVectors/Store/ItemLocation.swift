/// Where one item of a store lies: what messages need to name it.
struct ItemLocation: Sendable {
    /// What the item is, `persona` or `attribute`.
    let noun: String
    let id: String
    /// The folder relative to the store's root: `google__gemma-2-9b-it/answer_mean/templated`.
    let folder: String
    /// The tensor file.
    let path: String
    /// The number of items that the folder's manifest lists.
    let itemCount: Int
}
