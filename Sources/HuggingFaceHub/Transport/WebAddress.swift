/// The few operations on URLs that following redirects by hand needs.
///
/// URLs stay strings: a signed address must go out with the very escapes it came with.
package enum WebAddress {
    /// Scheme, host and port, lowercased, with the default port written out; `nil` when the URL is
    /// not an absolute http(s) one.
    package static func origin(of url: String) -> String? {
        guard let separator = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<separator.lowerBound].lowercased()
        let defaultPort: String
        switch scheme {
        case "http": defaultPort = "80"
        case "https": defaultPort = "443"
        default: return nil
        }
        var authority = url[separator.upperBound...].prefix { !"/?#".contains($0) }
        // Credentials in a URL are none of the origin.
        if let at = authority.lastIndex(of: "@") {
            authority = authority[authority.index(after: at)...]
        }
        guard !authority.isEmpty else { return nil }
        let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
        let hasPort = authority[afterBracket...].contains(":")
        return "\(scheme)://\(authority.lowercased())\(hasPort ? "" : ":" + defaultPort)"
    }

    /// The address that a `Location` header names, seen from `base`; `nil` when it names none that
    /// is http or https.
    package static func resolve(_ location: String, against base: String) -> String? {
        if origin(of: location) != nil { return location }
        guard !location.contains("://"), let separator = base.firstRange(of: "://") else {
            return nil
        }
        let scheme = base[..<separator.lowerBound]
        if location.hasPrefix("//") { return "\(scheme):\(location)" }
        let authority = base[separator.upperBound...].prefix { !"/?#".contains($0) }
        if location.hasPrefix("/") { return "\(scheme)://\(authority)\(location)" }
        let path = base[authority.endIndex...].prefix { !"?#".contains($0) }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return "\(scheme)://\(authority)\(folder)\(location)"
    }

    /// The URL without its query, for logs and messages: a signature is as good as a password.
    package static func withoutQuery(_ url: String) -> String {
        String(url.prefix { !"?#".contains($0) })
    }

    /// Escapes everything but unreserved characters, and `/` where a path is wanted.
    package static func escape(_ text: String, keepingSlashes: Bool) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.unicodeScalars.append(UnicodeScalar(byte))
            case UInt8(ascii: "/") where keepingSlashes: out.append("/")
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return out
    }
}

extension String {
    /// The text without blanks, tabs and line ends around it.
    package var trimmedASCII: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
        let start = drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...last])
    }
}
