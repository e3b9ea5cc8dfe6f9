internal import CZlibSystem

/// Checksums of zip members.
enum Checksum {
    /// The CRC-32 of bytes.
    static func crc32(of bytes: [UInt8]) -> UInt32 {
        var checksum: UInt = 0
        // `uInt` counts 32 bits, so larger arrays go in pieces.
        for start in stride(from: 0, to: bytes.count, by: 1 << 30) {
            let part = bytes[start..<min(start + 1 << 30, bytes.count)]
            checksum = unsafe part.withUnsafeBufferPointer { buffer in
                unsafe CZlibSystem.crc32(checksum, buffer.baseAddress, uInt(buffer.count))
            }
        }
        return UInt32(truncatingIfNeeded: checksum)
    }
}

/// Deflate streams without a header, as zip members have them.
enum Inflation {
    /// The bytes that a stream unpacks to, or nil unless they are exactly `size`.
    static func inflate(_ bytes: [UInt8], to size: Int) -> [UInt8]? {
        // zlib counts in 32 bits; an array of 4 GiB in an archive is not worth a loop.
        guard bytes.count <= Int(UInt32.max), size < Int(UInt32.max) else { return nil }
        var input = bytes
        var isComplete = false
        // One byte more than expected, so that a longer stream is noticed.
        let result = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { output, filled in
            unsafe input.withUnsafeMutableBufferPointer { source in
                var stream = unsafe z_stream()
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = uInt(source.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = uInt(size + 1)
                guard
                    unsafe inflateInit2_(
                        &stream, -MAX_WBITS, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
                        == Z_OK
                else { return }
                isComplete = unsafe CZlibSystem.inflate(&stream, Z_FINISH) == Z_STREAM_END
                filled = Int(unsafe stream.total_out)
                unsafe inflateEnd(&stream)
            }
        }
        return isComplete && result.count == size ? result : nil
    }
}
