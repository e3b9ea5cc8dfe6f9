internal import Crypto

/// The two digests by which the Hub names content, each the `ETag` of a file in a repository.
public enum ContentDigest: Hashable, Sendable {
    /// SHA-256 of the bytes, for files kept as LFS objects.
    case sha256(String)
    /// SHA-1 of `"blob <size>\0"` and the bytes, as git names a file.
    case gitBlob(String)

    /// Reads an `ETag`: 64 hexadecimal digits or 40; `nil` for anything else, whose bytes cannot be
    /// checked.
    public init?(etag: String) {
        guard etag.utf8.allSatisfy({ $0.isHexDigit }) else { return nil }
        switch etag.utf8.count {
        case 64: self = .sha256(etag.lowercased())
        case 40: self = .gitBlob(etag.lowercased())
        default: return nil
        }
    }

    /// The hexadecimal digits.
    public var hex: String {
        switch self {
        case .sha256(let hex), .gitBlob(let hex): hex
        }
    }

    /// A hasher for content of `size` bytes that should come to this digest.
    package func hasher(size: Int) -> ContentHasher {
        switch self {
        case .sha256: ContentHasher()
        case .gitBlob: ContentHasher(gitBlobOf: size)
        }
    }
}

/// Hashes content as it passes by.
package struct ContentHasher: Sendable {
    private enum State: Sendable {
        case sha256(SHA256)
        case gitBlob(Insecure.SHA1)
    }

    private var state: State

    /// SHA-256 of the bytes.
    package init() {
        state = .sha256(SHA256())
    }

    /// Git's name for a file of `size` bytes.
    ///
    /// SHA-1 identifies here, it protects nothing.
    package init(gitBlobOf size: Int) {
        self.init(gitObject: "blob", size: size)
    }

    /// Git's name for an object of any kind.
    package init(gitObject kind: String, size: Int) {
        var sha1 = Insecure.SHA1()
        sha1.update(data: Array("\(kind) \(size)\0".utf8))
        state = .gitBlob(sha1)
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        switch state {
        case .sha256(var hash):
            hash.update(bufferPointer: bytes)
            state = .sha256(hash)
        case .gitBlob(var hash):
            hash.update(bufferPointer: bytes)
            state = .gitBlob(hash)
        }
    }

    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Hashes `file` from `start` to its end in pieces of 1 MiB.
    package mutating func update(_ file: OpenFile, in range: Range<Int>) throws {
        let piece = 1 << 20
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 16)
        defer { buffer.deallocate() }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let wanted = Swift.min(piece, range.upperBound - offset)
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
            let got = try file.read(into: part, at: offset)
            guard got == wanted else {
                throw HubError.fileTooShort(file.path, found: offset + got, range: range)
            }
            update(UnsafeRawBufferPointer(part))
            offset += got
        }
    }

    /// The digest so far: 32 bytes or 20.
    package func bytes() -> [UInt8] {
        switch state {
        case .sha256(let hash): Array(hash.finalize())
        case .gitBlob(let hash): Array(hash.finalize())
        }
    }

    /// The digest so far, as lowercase hexadecimal digits.
    package func hex() -> String {
        bytes().hexDigits
    }
}

extension Sequence<UInt8> {
    /// Two lowercase hexadecimal digits per byte.
    package var hexDigits: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
