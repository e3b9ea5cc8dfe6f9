#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A thread with a stack of our own, which tells how much of it was used.
enum MeasuredStack {
    /// The stack of Dispatch's threads on macOS, the smallest that callers are likely to have.
    static let workerThread = 512 << 10

    /// Nothing that runs writes this all over a stack.
    private static let pattern: UInt64 = 0xA5A5_5A5A_A5A5_5A5A

    fileprivate final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own, and waits for it.
    ///
    /// - Parameters:
    ///   - size: the bytes of the stack.
    ///   - body: what runs there.
    /// - Returns: how many bytes of the stack were written to, nil when there was no thread.
    static func used(of size: Int, by body: @escaping @Sendable () -> Void) -> Int? {
        let stack = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1 << 16)
        defer { stack.deallocate() }
        guard let base = stack.baseAddress else { return nil }
        let words = stack.initializeMemory(as: UInt64.self, repeating: pattern)
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { attributes.deallocate() }
        guard pthread_attr_init(attributes) == 0 else { return nil }
        defer { pthread_attr_destroy(attributes) }
        guard pthread_attr_setstack(attributes, base, size) == 0, run(Work(body), attributes)
        else { return nil }
        let untouched = words.firstIndex { $0 != pattern } ?? words.count
        return size - 8 * untouched
    }

    private static func run(_ work: Work, _ attributes: UnsafePointer<pthread_attr_t>) -> Bool {
        let retained = Unmanaged.passRetained(work).toOpaque()
        #if canImport(Darwin)
        var thread: pthread_t?
        let status = pthread_create(&thread, attributes, perform, retained)
        guard status == 0, let thread else { return false }
        #else
        var thread = pthread_t()
        guard pthread_create(&thread, attributes, perform, retained) == 0 else { return false }
        #endif
        return pthread_join(thread, nil) == 0
    }
}

#if canImport(Darwin)
private func perform(_ work: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<MeasuredStack.Work>.fromOpaque(work).takeRetainedValue().body()
    return nil
}
#else
private func perform(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let work else { return nil }
    Unmanaged<MeasuredStack.Work>.fromOpaque(work).takeRetainedValue().body()
    return nil
}
#endif
