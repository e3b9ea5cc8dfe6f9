internal import HuggingFaceHub

extension HubService {
    private struct BatchRequest: Decodable {
        struct Object: Decodable {
            let oid: String
            let size: Int
        }

        let operation: String
        let transfers: [String]?
        let objects: [Object]
    }

    /// Answers `POST /datasets/R.git/info/lfs/objects/batch`.
    func lfsBatch(
        _ request: IncomingRequest, _ repository: RepositoryID, _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        guard let caller, caller.canWrite else { throw ServerFailure.readOnly }
        _ = try await visibleRecord(repository, caller)
        let wanted = try await request.decodeBody(BatchRequest.self)
        guard wanted.operation == "upload" else {
            throw ServerFailure.badRequest("Only uploads are served by this route")
        }
        let allowsParts = wanted.transfers?.contains("multipart") ?? false
        var usesParts = false
        let objects = wanted.objects.map { object -> HubJSON in
            var fields: [String: HubJSON] = [
                "oid": .string(object.oid), "size": .number(object.size), "authenticated": true,
            ]
            if let refusal = refusal(of: object) {
                fields["error"] = ["code": 422, "message": .string(refusal)]
                return .object(fields)
            }
            guard !self.objects.has(object.oid, size: object.size) else { return .object(fields) }
            let inParts = allowsParts && object.size >= configuration.multipartThreshold
            usesParts = usesParts || inParts
            fields["actions"] = [
                "upload": inParts ? multipartUpload(object) : basicUpload(object),
                "verify": [
                    "href": .string(
                        "\(endpoint)/datasets/\(repository).git/info/lfs/objects/verify")
                ],
            ]
            return .object(fields)
        }
        return try lfsJSON([
            "transfer": usesParts ? "multipart" : "basic", "objects": .array(objects),
        ])
    }

    private func refusal(of object: BatchRequest.Object) -> String? {
        guard case .sha256 = ContentDigest(etag: object.oid) else {
            return "The oid is not a SHA-256"
        }
        return (0...LargeFileRule.largestSize).contains(object.size)
            ? nil : "The size is not one from 0 to \(LargeFileRule.largestSize)"
    }

    private func basicUpload(_ object: BatchRequest.Object) -> HubJSON {
        ["href": .string(storageEndpoint + addresses.sign("/s3/\(object.oid)"))]
    }

    private func multipartUpload(_ object: BatchRequest.Object) -> HubJSON {
        let size = LargeFileRule.partSize(of: object.size, usual: configuration.multipartSize)
        let id = (0..<16).map { _ in UInt8.random(in: 0...255) }.hexDigits
        var header: [String: HubJSON] = ["chunk_size": .string("\(size)")]
        for number in 1...max(1, (object.size + size - 1) / size) {
            let target = addresses.sign(
                "/s3/\(object.oid)", "partNumber=\(number)&uploadId=\(id)")
            header["\(number)"] = .string(storageEndpoint + target)
        }
        let complete = addresses.sign("/api/complete_multipart", "uploadId=\(id)")
        return ["href": .string(endpoint + complete), "header": .object(header)]
    }

    private struct VerifyRequest: Decodable {
        let oid: String
        let size: Int
    }

    /// Answers `POST /datasets/R.git/info/lfs/objects/verify`.
    func lfsVerify(
        _ request: IncomingRequest, _ repository: RepositoryID, _ caller: HubAccount?
    ) async throws -> ServerAnswer {
        _ = try await visibleRecord(repository, caller)
        let wanted = try await request.decodeBody(VerifyRequest.self)
        guard case .sha256 = ContentDigest(etag: wanted.oid),
            objects.has(wanted.oid, size: wanted.size)
        else { throw ServerFailure(404, "The object was not uploaded") }
        return try lfsJSON([:])
    }

    private struct CompleteRequest: Decodable {
        struct Part: Decodable {
            let partNumber: Int
            let etag: String
        }

        let oid: String
        let parts: [Part]
    }

    /// `POST /api/complete_multipart`: the address itself is the permission.
    func completeMultipart(_ request: IncomingRequest) async throws -> ServerAnswer {
        guard addresses.isValid(request.target), let id = request.query["uploadId"] else {
            throw ServerFailure(403, "The address has expired")
        }
        let wanted = try await request.decodeBody(CompleteRequest.self)
        let numbers = wanted.parts.map(\.partNumber)
        guard !numbers.isEmpty, numbers == Array(1...numbers.count),
            case .sha256 = ContentDigest(etag: wanted.oid),
            let file = try objects.joinParts(numbers.count, of: id),
            try objects.adopt(file, as: wanted.oid, size: nil)
        else { throw ServerFailure.badRequest("The parts are not the object") }
        return try .json(["success": true])
    }

    private func lfsJSON(_ value: HubJSON) throws -> ServerAnswer {
        var answer = try ServerAnswer.json(value)
        answer.headers = [("Content-Type", "application/vnd.git-lfs+json; charset=utf-8")]
        return answer
    }
}
