internal import Synchronization

/// The server answers with the whole file, whatever part of it is asked for.
struct RangesIgnored: Error {}

/// Collects one range.
///
/// A class because the transport calls it back.
final class RangeSink: ResumableSink {
    let wanted: Range<Int>

    private let file: HubFile
    private let received: Mutex<[UInt8]>

    init(_ range: Range<Int>, of file: HubFile) {
        wanted = range
        self.file = file
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        received = Mutex(bytes)
    }

    /// The bytes so far.
    var bytes: [UInt8] { received.withLock { $0 } }

    var position: Int { received.withLock { wanted.lowerBound + $0.count } }

    func restart() {
        received.withLock { $0.removeAll(keepingCapacity: true) }
    }

    func begin(_ head: HTTPResponseHead) throws {
        guard head.status != 200 else { throw RangesIgnored() }
        let got = head.headers["Content-Range"].flatMap { ContentRange($0) }
        guard head.status == 206, got?.bytes == position..<wanted.upperBound else {
            throw HubError.badAnswer("is another range than asked", subject: HubSubject(file))
        }
    }

    func receive(_ new: UnsafeRawBufferPointer) throws {
        try received.withLock { bytes in
            guard bytes.count + new.count <= wanted.count else {
                throw HubError.badAnswer("is longer than asked", subject: HubSubject(file))
            }
            bytes += new
        }
    }
}
