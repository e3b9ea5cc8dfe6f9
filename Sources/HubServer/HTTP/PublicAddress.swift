/// The addresses that a server gives out: those by which whoever asks has reached it, which on a
/// machine with several names is not the one that it listens on.
struct PublicAddress: Sendable {
    /// The name or address to give out in place of the one in the request.
    let name: String?
    /// Where the server listens, for requests that do not say how they came.
    let bound: String
    let port: Int
    let storagePort: Int

    /// The address of the Hub and that of the large files, for a request with that `Host`.
    func endpoints(host: String?) -> (hub: String, storage: String) {
        let given = host.flatMap { HostHeader($0) }
        let name = Self.bracketed(name ?? given?.name ?? bound)
        // A port that was mapped to another stays as the caller knows it.
        let port = self.name == nil && given != nil ? given?.port : port
        let suffix = port.map { ":\($0)" } ?? ""
        return ("http://\(name)\(suffix)", "http://\(name):\(storagePort)")
    }

    /// A name as it stands in an address: IPv6 in brackets.
    static func bracketed(_ name: String) -> String {
        name.contains(":") && !name.hasPrefix("[") ? "[\(name)]" : name
    }
}

/// A `Host` header that can stand in an address.
private struct HostHeader {
    let name: String
    let port: Int?

    init?(_ text: String) {
        let form = /([A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::([0-9]{1,5}))?/
        guard let match = text.wholeMatch(of: form) else { return nil }
        name = String(match.output.1)
        port = match.output.2.flatMap { Int($0) }
    }
}
