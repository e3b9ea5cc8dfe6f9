import Foundation
package import HuggingFaceHub

/// A transport to a Hub of datasets that shows them as models: the two differ in their addresses
/// alone.
package struct ModelAddresses: HTTPTransport {
    private let transport: any HTTPTransport
    private let endpoint: String

    /// Asks the Hub at `endpoint` for datasets where models are wanted.
    package init(endpoint: String, over transport: any HTTPTransport = CurlTransport()) {
        self.endpoint = endpoint
        self.transport = transport
    }

    package func send(
        _ request: HTTPRequest, to consumer: any HTTPBodyConsumer
    ) async throws -> HTTPResponseHead {
        var request = request
        let path = request.url.dropFirst(endpoint.count)
        if path.hasPrefix("/api/models/") {
            request.url = endpoint + "/api/datasets/" + path.dropFirst("/api/models/".count)
        } else if path.contains("/resolve/"), !path.hasPrefix("/datasets/") {
            request.url = endpoint + "/datasets" + path
        }
        return try await transport.send(request, to: consumer)
    }
}
