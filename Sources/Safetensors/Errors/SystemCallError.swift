#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The operating system's reason for refusing a call.
public struct SystemCallError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The value of `errno`.
    public let number: Int32

    /// The system's text and the number, for example `No space left on device (errno 28)`.
    public var description: String {
        // Every known number has a text of its own; strerror's shared buffer serves unknown ones only.
        "\(unsafe String(cString: strerror(number))) (errno \(number))"
    }
}
