/// A piece of a template's source.
struct Token: Hashable {
    enum Kind: Hashable {
        /// Text to print as it is.
        case text(String)
        case printBegin
        case printEnd
        case blockBegin
        case blockEnd
        case name(String)
        case string(String)
        case integer(Int)
        case float(Double)
        case symbol(String)
        case end
    }

    let kind: Kind
    let line: Int
}
