#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file mapped into memory for reading; a class because the last reference unmaps it.
///
/// `Sendable` without a check by the compiler, because the pointer and the pages behind it never
/// change after `init`.
@safe
final class MappedBytes: @unchecked Sendable {
    private let bytes: UnsafeRawBufferPointer

    /// Maps the whole file; `file` may be closed afterwards.
    init(_ file: OpenFile) throws(SafetensorsError) {
        // The system refuses to map nothing.
        guard file.size > 0 else {
            unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let base = unsafe mmap(nil, file.size, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
        guard let base = unsafe base, unsafe base != MAP_FAILED else {
            throw .cannotRead(file.path, errorNumber: errno)
        }
        unsafe bytes = UnsafeRawBufferPointer(start: base, count: file.size)
    }

    deinit {
        if let base = unsafe bytes.baseAddress {
            unsafe munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
        }
    }

    func withBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try unsafe body(bytes)
    }
}
