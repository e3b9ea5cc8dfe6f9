internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Runs work on a thread of its own, whose stack has room for the deepest template.
///
/// The stacks of callers differ by a factor of sixteen (Dispatch's threads have 512 KB on macOS), and
/// unoptimized code takes up to nine kilobytes for a level of a template: what a caller's stack is
/// sure to hold would be too shallow for the templates of real models.
enum OwnStack {
    /// More than three times what ``Limit/nesting`` and ``Limit/blocks`` let anything take in
    /// unoptimized code; memory that is not touched is not used.
    static let size = 8 << 20

    fileprivate final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, ChatTemplateError>?>(nil)
    }

    /// What `body` gives; the calling thread waits.
    ///
    /// - Throws: what `body` throws; ``ChatTemplateError`` with code
    ///   ``ChatTemplateError/Code/limitExceeded`` when the system gives no thread.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(ChatTemplateError) -> Value
    ) throws(ChatTemplateError) -> Value {
        let outcome = Outcome<Value>()
        let status = run(
            Work {
                let result = Result { () throws(ChatTemplateError) in try body() }
                outcome.result.withLock { $0 = result }
            })
        guard status == 0, let result = outcome.result.withLock(\.self) else {
            throw .noThread(status)
        }
        return try result.get()
    }

    /// Runs work to its end.
    ///
    /// - Returns: the system's error, zero when there was none.
    private static func run(_ work: Work) -> Int32 {
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { unsafe attributes.deallocate() }
        let prepared = unsafe pthread_attr_init(attributes)
        guard prepared == 0 else { return prepared }
        defer { _ = unsafe pthread_attr_destroy(attributes) }
        let sized = unsafe pthread_attr_setstacksize(attributes, size)
        guard sized == 0 else { return sized }
        let retained = unsafe Unmanaged.passRetained(work)
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        let started = unsafe pthread_create(&thread, attributes, perform, retained.toOpaque())
        guard started == 0 else {
            unsafe retained.release()
            return started
        }
        #if canImport(Darwin)
        guard let thread = unsafe thread else { return EAGAIN }
        return unsafe pthread_join(thread, nil)
        #else
        return pthread_join(thread, nil)
        #endif
    }
}

#if canImport(Darwin)
private func perform(_ work: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    unsafe Unmanaged<OwnStack.Work>.fromOpaque(work).takeRetainedValue().body()
    return nil
}
#else
private func perform(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let work = unsafe work else { return nil }
    unsafe Unmanaged<OwnStack.Work>.fromOpaque(work).takeRetainedValue().body()
    return nil
}
#endif
