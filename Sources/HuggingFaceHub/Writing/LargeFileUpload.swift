internal import Synchronization

/// Sends the large files of a commit to the object store, by the LFS batch protocol: in one piece
/// or, when the Hub says so, in parts.
struct LargeFileUpload: Sendable {
    private static let mediaType = "application/vnd.git-lfs+json"

    let job: CommitJob

    /// - Returns: how many bytes were sent; content that the Hub has is not.
    func send(_ operations: [PreparedOperation]) async throws -> Int {
        let files = operations.reduce(into: [String: CommitFile]()) { files, operation in
            if case .large(let file, let sha256) = operation { files[sha256] = file }
        }
        let digests = files.keys.sorted()
        var sent = 0
        for start in stride(from: 0, to: digests.count, by: 256) {
            let some = digests[start..<min(start + 256, digests.count)]
            let objects = try await batch(some.compactMap { oid in files[oid].map { (oid, $0) } })
            let counts = try await objects.mapConcurrently(
                limit: job.client.configuration.parallelTransferCount
            ) { object in
                guard let file = files[object.oid] else { return 0 }
                return try await send(file, object)
            }
            sent += counts.reduce(0, +)
        }
        return sent
    }

    // MARK: Asking where each goes

    private struct BatchBody: Encodable {
        struct Object: Encodable {
            let oid: String
            let size: Int
        }

        struct Reference: Encodable {
            let name: String
        }

        let operation = "upload"
        let transfers = ["basic", "multipart"]
        let hashAlgorithm = "sha256"
        let objects: [Object]
        let ref: Reference?

        enum CodingKeys: String, CodingKey {
            case operation
            case transfers
            case objects
            case ref
            case hashAlgorithm = "hash_algo"
        }
    }

    private struct BatchAnswer: Decodable {
        let objects: [Object]
    }

    private struct Object: Decodable {
        struct Action: Decodable {
            let href: String
            let header: [String: String]?
        }

        struct Failure: Decodable {
            let message: String
        }

        let oid: String
        let actions: [String: Action]?
        let error: Failure?
    }

    private func batch(_ files: [(oid: String, file: CommitFile)]) async throws -> [Object] {
        let body = BatchBody(
            objects: files.map { BatchBody.Object(oid: $0.oid, size: $0.file.size) },
            // The Hub refuses to check a reference that a pull request has yet to get.
            ref: job.options.opensPullRequest
                ? nil : BatchBody.Reference(name: job.options.revision))
        var request = HubRequest(
            "upload to", job.subject,
            url: "\(job.client.configuration.endpoint)/datasets/\(job.repository).git"
                + "/info/lfs/objects/batch")
        request.method = "POST"
        request.headers["Accept"] = Self.mediaType
        try request.setJSON(body, type: Self.mediaType)
        let answer = try await job.client.session.answer(request)
        let objects = try job.client.decode(BatchAnswer.self, from: answer, job.subject).objects
        for object in objects {
            guard let error = object.error else { continue }
            let path = files.first { $0.oid == object.oid }?.file.path ?? object.oid
            throw HubError.uploadRefused(path, error.message, job.subject)
        }
        return objects
    }

    // MARK: Sending

    private func send(_ file: CommitFile, _ object: Object) async throws -> Int {
        // Without actions the content is there already.
        guard let upload = object.actions?["upload"] else { return 0 }
        let meter = UploadMeter(file, job.options.progress)
        if let parts = try partAddresses(upload, file) {
            try await sendParts(file, parts, complete: upload.href, oid: object.oid, meter)
        } else {
            _ = try await put(file, 0..<file.size, to: upload.href, meter)
        }
        if let verify = object.actions?["verify"] {
            try await verifyUpload(file, oid: object.oid, at: verify.href)
        }
        return file.size
    }

    private struct Part: Sendable {
        let number: Int
        let range: Range<Int>
        let address: String
    }

    /// The parts, when the answer asks for them by a `chunk_size`.
    private func partAddresses(_ upload: Object.Action, _ file: CommitFile) throws -> [Part]? {
        guard let text = upload.header?["chunk_size"] else { return nil }
        guard let size = Int(text), size > 0 else {
            throw HubError.badAnswer("asks for parts of no size", subject: job.subject)
        }
        let ranges = ByteRanges([0..<file.size]).split(into: size)
        return try ranges.enumerated().map { index, range in
            guard let address = part(index + 1, of: upload.header ?? [:]) else {
                throw HubError.badAnswer("asks for too few parts", subject: job.subject)
            }
            return Part(number: index + 1, range: range, address: address)
        }
    }

    /// Part numbers are keys made of digits, with or without leading zeros.
    private func part(_ number: Int, of header: [String: String]) -> String? {
        header.first { Int($0.key) == number }?.value
    }

    private struct CompleteBody: Encodable {
        struct Part: Encodable {
            let partNumber: Int
            let etag: String
        }

        let oid: String
        let parts: [Part]
    }

    private func sendParts(
        _ file: CommitFile, _ parts: [Part], complete: String, oid: String, _ meter: UploadMeter
    ) async throws {
        let etags = try await parts.mapConcurrently(
            limit: job.client.configuration.parallelTransferCount
        ) { part in
            let answer = try await put(file, part.range, to: part.address, meter)
            guard let etag = answer.head.headers["ETag"] else {
                throw HubError.badAnswer("names no part", subject: job.subject)
            }
            return CompleteBody.Part(partNumber: part.number, etag: etag)
        }
        let own = job.client.onOwnEndpoint(complete)
        var request = HubRequest("upload to", job.subject, url: own)
        request.method = "POST"
        // The address is signed, and says all that is needed.
        request.isAnonymous = true
        request.headers["Accept"] = Self.mediaType
        try request.setJSON(CompleteBody(oid: oid, parts: etags), type: Self.mediaType)
        _ = try await job.client.session.answer(request)
    }

    private func put(
        _ file: CommitFile, _ range: Range<Int>, to address: String, _ meter: UploadMeter
    ) async throws -> HubAnswer {
        var subject = job.subject
        subject.path = file.path
        var request = HubRequest("upload", subject, url: job.client.onOwnEndpoint(address))
        request.method = "PUT"
        request.isAnonymous = true
        request.body = file.body(range)
        request.onSent = { meter.sent($0, ofPartAt: range.lowerBound) }
        request.idleTimeout = max(60, job.client.configuration.downloadTimeout)
        request.connectTimeout = job.client.configuration.downloadTimeout
        return try await job.client.session.answer(request)
    }

    private struct VerifyBody: Encodable {
        let oid: String
        let size: Int
    }

    private func verifyUpload(_ file: CommitFile, oid: String, at address: String) async throws {
        let own = job.client.onOwnEndpoint(address)
        var request = HubRequest("upload to", job.subject, url: own)
        request.method = "POST"
        try request.setJSON(VerifyBody(oid: oid, size: file.size))
        _ = try await job.client.session.answer(request)
    }
}

/// Adds up what has gone out of the parts of one file.
///
/// A class because the parts are sent at once.
private final class UploadMeter: Sendable {
    private let path: String
    private let size: Int
    private let progress: (@Sendable (TransferProgress) -> Void)?
    private let sent = Mutex<[Int: Int]>([:])

    init(_ file: CommitFile, _ progress: (@Sendable (TransferProgress) -> Void)?) {
        path = file.path
        size = file.size
        self.progress = progress
    }

    func sent(_ count: Int, ofPartAt start: Int) {
        guard let progress else { return }
        let all = sent.withLock { sent in
            sent[start] = count
            return sent.values.reduce(0, +)
        }
        progress(TransferProgress(completedBytes: all, totalBytes: size, path: path))
    }
}
