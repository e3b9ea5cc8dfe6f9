import Foundation
import Safetensors
import Testing

struct SHA256DigestTests {
    /// FIPS 180-4's examples, from NIST's "Example Values" page.
    static let examples = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ]

    @Test(arguments: examples)
    func digests(_ text: String, _ hex: String) throws {
        let folder = try TemporaryFolder()
        try Data(text.utf8).write(to: URL(filePath: folder.file("f")))
        #expect(SHA256Digest(of: Array(text.utf8)).hex == hex)
        #expect("\(try SHA256Digest(ofFile: folder.file("f")))" == hex)
    }

    @Test func digestsAMillionTimesA() throws {
        let folder = try TemporaryFolder()
        // Longer than one piece of a file that is read.
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(SHA256Digest(of: bytes).hex == expected)
        var hasher = SHA256Hasher()
        for start in stride(from: 0, to: bytes.count, by: 999) {
            bytes[start..<min(start + 999, bytes.count)].withUnsafeBytes { hasher.update($0) }
        }
        #expect(hasher.finalize().hex == expected)
        let twice = SHA256Digest(of: bytes + bytes)
        try Data(bytes + bytes).write(to: URL(filePath: folder.file("f")))
        #expect(try SHA256Digest(ofFile: folder.file("f")) == twice)
    }

    @Test func refusesAFileThatIsNotThere() {
        #expect(failure { _ = try SHA256Digest(ofFile: "/nowhere") }?.code == .notFound)
    }
}
