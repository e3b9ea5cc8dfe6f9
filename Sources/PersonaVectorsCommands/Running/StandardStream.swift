#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The process's standard streams, without buffers that would have to be flushed.
enum StandardStream: CInt {
    case output = 1
    case error = 2

    /// Whether somebody watches standard error.
    static var isErrorTerminal: Bool { isatty(StandardStream.error.rawValue) == 1 }

    /// Writes all of a text; when the reader has gone there is nobody left to tell.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeBufferPointer(rebasing: rest)
                let count = systemWrite(rawValue, part.baseAddress, part.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}

/// The system call, under a name that the enumeration's own `write` does not hide.
private func systemWrite(_ descriptor: CInt, _ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
