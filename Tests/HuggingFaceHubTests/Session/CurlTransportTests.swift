import Foundation
import HuggingFaceHub
import Testing

#if canImport(Glibc)
import Glibc

/// What the wire itself does, beside a listener that takes requests and answers nothing.
struct CurlTransportTests {
    /// Takes the body of nothing.
    private final class Nobody: HTTPBodyConsumer {
        func receive(_ head: HTTPResponseHead) throws {}
        func receive(_ bytes: UnsafeRawBufferPointer) throws {}
    }

    /// A port of this machine that is listened on.
    ///
    /// A class because it closes itself.
    private final class Listener: Sendable {
        private let descriptor: CInt
        let port: UInt16

        init() throws {
            let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isListening = withUnsafeMutableBytes(of: &address) { bytes in
                let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
                return bind(descriptor, pointer, size) == 0 && listen(descriptor, 4) == 0
                    && getsockname(descriptor, pointer, &size) == 0
            }
            self.descriptor = descriptor
            port = UInt16(bigEndian: address.sin_port)
            try #require(isListening)
        }

        deinit {
            _ = close(descriptor)
        }

        /// Waits, on a thread of its own, until a request has begun to come.
        func waitForRequest() async {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    let connection = accept(self.descriptor, nil, nil)
                    var byte: UInt8 = 0
                    _ = recv(connection, &byte, 1, 0)
                    continuation.resume()
                    // Open until the other side is gone.
                    while recv(connection, &byte, 1, 0) > 0 {}
                    _ = close(connection)
                }
            }
        }

        func request(idleTimeout: Int) -> HTTPRequest {
            HTTPRequest(
                method: "GET", url: "http://127.0.0.1:\(port)/x", idleTimeout: idleTimeout)
        }
    }

    @Test func anExchangeUnderWayCanBeCancelled() async throws {
        let listener = try Listener()
        let exchange = Task {
            try await CurlTransport().send(listener.request(idleTimeout: 600), to: Nobody())
        }
        await listener.waitForRequest()
        exchange.cancel()
        await #expect(throws: CancellationError.self) { try await exchange.value }
    }

    @Test func aServerThatSaysNothingIsGivenUp() async throws {
        let listener = try Listener()
        async let request: Void = listener.waitForRequest()
        let failure = await #expect(throws: TransportFailure.self) {
            try await CurlTransport().send(listener.request(idleTimeout: 1), to: Nobody())
        }
        await request
        #expect(failure?.kind == .timedOut)
    }
}
#endif
