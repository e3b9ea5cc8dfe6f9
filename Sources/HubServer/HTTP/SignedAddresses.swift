internal import Crypto
internal import Foundation
internal import HuggingFaceHub
internal import Synchronization

/// Makes addresses that are good for one thing and an hour, and checks them.
///
/// A class because a test can make all of them expire at once.
final class SignedAddresses: Sendable {
    private static let lifetime = 3600

    private let key = SymmetricKey(size: .bits256)
    /// Part of every signature: changing it makes the addresses so far worthless.
    private let generation = Mutex(0)

    /// Makes `path?Expires=…&Signature=…`.
    func sign(_ path: String, _ query: String = "") -> String {
        let expires = Int(Date().timeIntervalSince1970) + Self.lifetime
        let signed = "\(path)?\(query.isEmpty ? "" : query + "&")Expires=\(expires)"
        return "\(signed)&Signature=\(signature(of: signed))"
    }

    /// Whether the target of a request is one that was signed and has not expired.
    func isValid(_ target: String) -> Bool {
        let parts = target.split(separator: "&Signature=", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[1] == signature(of: parts[0]),
            let expires = parts[0].split(separator: "Expires=").last.flatMap({ Int($0) })
        else { return false }
        return expires > Int(Date().timeIntervalSince1970)
    }

    func expireAll() {
        generation.withLock { $0 += 1 }
    }

    private func signature(of text: String) -> String {
        let message = Array("\(generation.withLock { $0 }) \(text)".utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key)).hexDigits
    }
}
