import HuggingFaceHub
import Testing

struct WebAddressTests {
    @Test(arguments: [
        ("https://huggingface.co/a", "https://huggingface.co:443"),
        ("HTTPS://HuggingFace.co", "https://huggingface.co:443"),
        ("http://127.0.0.1:8080/x?y", "http://127.0.0.1:8080"),
        ("http://[::1]:80/x", "http://[::1]:80"), ("http://[::1]/x", "http://[::1]:80"),
        ("https://user:pass@host/x", "https://host:443"),
        ("https://huggingface.co@evil.example/x", "https://evil.example:443"),
        ("https://evil.example#@huggingface.co/", "https://evil.example:443"),
        ("https://evil.example?@huggingface.co/", "https://evil.example:443"),
    ])
    func findsTheOrigin(url: String, origin: String) {
        #expect(WebAddress.origin(of: url) == origin)
    }

    @Test(arguments: ["", "/path", "huggingface.co", "ftp://host/", "https://", "file:///etc"])
    func knowsNoOriginOfOtherThings(url: String) {
        #expect(WebAddress.origin(of: url) == nil)
    }

    @Test(arguments: [
        ("https://other/x?s=%2F", "https://other/x?s=%2F"), ("/api/x?y=1", "http://h:1/api/x?y=1"),
        ("//other/x", "http://other/x"), ("file", "http://h:1/a/b/file"),
    ])
    func resolvesLocations(location: String, expected: String) {
        #expect(WebAddress.resolve(location, against: "http://h:1/a/b/c?q#f") == expected)
    }

    @Test(arguments: ["ftp://x/", "file:///etc/passwd", "javascript://x"])
    func refusesLocationsOffTheWeb(location: String) {
        #expect(WebAddress.resolve(location, against: "http://h/") == nil)
    }

    @Test func escapesAsTheHubExpects() {
        #expect(WebAddress.escape("refs/pr/1", keepingSlashes: false) == "refs%2Fpr%2F1")
        #expect(WebAddress.escape("a b/ü+&.txt", keepingSlashes: true) == "a%20b/%C3%BC%2B%26.txt")
        #expect(WebAddress.escape("~-._\u{1}", keepingSlashes: true) == "~-._%01")
    }

    @Test func hidesSignatures() {
        #expect(WebAddress.withoutQuery("https://cdn/x?Signature=s#f") == "https://cdn/x")
    }
}

struct ByteRangesTests {
    @Test func joinsWhatTouchesOrOverlaps() {
        let ranges = ByteRanges([5..<7, 0..<2, 2..<3, 6..<9, 4..<4])
        #expect(ranges.ranges == [0..<3, 5..<9])
        #expect(ranges.byteCount == 7)
    }

    @Test(arguments: [(0, [0..<3, 5..<9, 20..<21]), (2, [0..<9, 20..<21]), (11, [0..<21])])
    func closesGapsUpToASize(gap: Int, expected: [Range<Int>]) {
        let ranges = ByteRanges([20..<21, 0..<3, 5..<9], mergingGapsUpTo: gap)
        #expect(ranges.ranges == expected)
    }

    @Test(
        arguments: [
            ([0..<10], [[0..<10]], []), ([0..<10], [], [0..<10]),
            ([0..<10], [[3..<4]], [0..<3, 4..<10]),
            ([0..<10, 20..<30], [[5..<25]], [0..<5, 25..<30]),
            ([5..<6], [[0..<5, 6..<9]], [5..<6]),
            ([0..<10], [[0..<2], [8..<10], [4..<5]], [2..<4, 5..<8]),
        ] as [([Range<Int>], [[Range<Int>]], [Range<Int>])])
    func takesAway(from: [Range<Int>], holes: [[Range<Int>]], expected: [Range<Int>]) {
        let left = ByteRanges(from).subtracting(ByteRanges(holes.flatMap { $0 }))
        #expect(left.ranges == expected)
    }

    @Test func splitsUpToTheLastByteThatCanBeCounted() {
        let end = Int.max
        #expect(
            ByteRanges([(end - 5)..<end]).split(into: 3) == [
                (end - 5)..<(end - 2), (end - 2)..<end,
            ])
    }

    @Test func splitsWithoutLosingAByte() {
        #expect(ByteRanges([0..<7, 10..<12]).split(into: 3) == [0..<3, 3..<6, 6..<7, 10..<12])
    }
}

struct ContentDigestTests {
    /// `printf 'hello\n' | git hash-object --stdin` and `sha256sum`.
    @Test func agreesWithGitAndSha256sum() {
        var git = ContentHasher(gitBlobOf: 6)
        git.update(Array("hello\n".utf8))
        #expect(git.hex() == "ce013625030ba8dba906f756967f9e9ca394464a")
        var sha256 = ContentHasher()
        sha256.update(Array("hel".utf8))
        sha256.update(Array("lo\n".utf8))
        #expect(
            sha256.hex() == "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")
    }

    @Test func readsETags() {
        let long = String(repeating: "aB", count: 32)
        let short = String(repeating: "0f", count: 20)
        #expect(ContentDigest(etag: long) == .sha256(long.lowercased()))
        #expect(ContentDigest(etag: short) == .gitBlob(short))
        for other in ["", "abc", String(repeating: "g", count: 40), short + "00", "d41d8-2"] {
            #expect(ContentDigest(etag: other) == nil)
        }
    }
}
