package import Foundation

/// A Parquet file whose Arrow schema declares another shape for its vectors.
///
/// - Parameters:
///   - file: a file that declares shapes as `datasets` does: `[[2, 3], "float32"]`.
///   - layers: the number of layers to claim.
///   - hidden: the size of a layer to claim; both together must not be longer than what is there.
/// - Returns: the file, the same but for that; nil when it declares no shape or there is no room.
package func forgingShape(of file: Data, layers: Int, hidden: Int) -> Data? {
    guard let key = file.range(of: Data("ARROW:schema".utf8)) else { return nil }
    let isBase64: (UInt8) -> Bool = { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "="):
            true
        default: false
        }
    }
    // An IPC message begins with four bytes of ones.
    guard let start = file.range(of: Data("/////".utf8), in: key.upperBound..<file.endIndex) else {
        return nil
    }
    let text = file[start.lowerBound...].prefix(while: isBase64)
    guard var schema = Data(base64Encoded: Data(text)),
        let shape = schema.range(of: Data("[[".utf8)),
        let end = schema.range(of: Data("\0".utf8), in: shape.upperBound..<schema.endIndex)
    else { return nil }
    let room = end.lowerBound - shape.lowerBound
    let claim = "[[\(layers),\(hidden)]]"
    guard claim.utf8.count <= room else { return nil }
    let padded = claim + String(repeating: " ", count: room - claim.utf8.count)
    schema.replaceSubrange(shape.lowerBound..<end.lowerBound, with: Data(padded.utf8))
    var forged = file
    forged.replaceSubrange(text.startIndex..<text.endIndex, with: schema.base64EncodedData())
    return forged
}
