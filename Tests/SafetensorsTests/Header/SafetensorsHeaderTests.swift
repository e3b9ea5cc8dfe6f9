import Foundation
import Safetensors
import Testing

/// Headers written out here, beyond the fixtures that the official library was asked about.
struct SafetensorsHeaderTests {
    static let one = #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#

    static func header(_ json: String, data: Int) throws -> SafetensorsHeader {
        try SafetensorsFile(bytes: fileBytes(header: json, dataCount: data), path: "f").header
    }

    struct Valid: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let json: String
        var data = 1
        var names = ["a"]
    }

    static let valid = [
        Valid(testDescription: "no tensor", json: "{}", data: 0, names: []),
        Valid(testDescription: "white space", json: "\t\r\n \(one) \n\r\t"),
        Valid(
            testDescription: "white space between all tokens",
            json: #"{ "a" : { "dtype" : "U8" , "shape" : [ 1 ] , "data_offsets" : [ 0 , 1 ] } }"#),
        Valid(
            testDescription: "fields the format does not define",
            json: """
                {"a":{"x":{"y":[1,-2.5e+3,"z",true,false,null,{}]},"dtype":"U8","shape":[1],\
                "data_offsets":[0,1]}}
                """),
        Valid(
            testDescription: "escapes in names and fields",
            json: #"{"\u0061":{"\u0064type":"\u0055\u0038","shape":[1],"data_offsets":[0,1]}}"#),
        Valid(
            testDescription: "every escape",
            json: #"{"\"\\\/\b\f\n\r\t\u0000\u00e9\uD83E\uDD8A":\#(one.dropFirst(5))"#,
            names: ["\"\\/\u{8}\u{C}\n\r\t\u{0}é🦊"]),
        Valid(
            testDescription: "an empty name", json: #"{"":\#(one.dropFirst(5))"#, names: [""]),
        Valid(
            testDescription: "no dimension",
            json: #"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#, data: 4),
        Valid(
            testDescription: "six-bit floats",
            json: #"{"a":{"dtype":"F6_E3M2","shape":[4],"data_offsets":[0,3]}}"#, data: 3),
        Valid(
            testDescription: "empty tensors before, between and after full ones",
            json: """
                {"z":{"dtype":"U8","shape":[0],"data_offsets":[2,2]},\
                "y":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},\
                "x":{"dtype":"U8","shape":[0],"data_offsets":[1,1]},\
                "w":{"dtype":"U8","shape":[0],"data_offsets":[1,1]},\
                "v":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},\
                "u":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}
                """, data: 2, names: ["u", "v", "x", "w", "y", "z"]),
        Valid(
            testDescription: "names that differ in normalisation only",
            json: """
                {"e\u{301}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},\
                "\u{E9}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}
                """, data: 0, names: ["e\u{301}", "\u{E9}"]),
        Valid(
            testDescription: "as deep as serde_json goes",
            json: """
                {"a":{"x":\(String(repeating: "[", count: 125))\(String(repeating: "]", count: 125)),\
                "dtype":"U8","shape":[1],"data_offsets":[0,1]}}
                """),
    ]

    @Test(arguments: valid)
    func reads(_ file: Valid) throws {
        let header = try Self.header(file.json, data: file.data)
        let names = header.tensors.map { Array($0.name.unicodeScalars) }
        #expect(names == file.names.map { Array($0.unicodeScalars) })
        #expect(header.metadata.isEmpty)
        for tensor in header.tensors { #expect(header[tensor.name] == tensor) }
        #expect(header["nobody"] == nil)
    }

    struct Invalid: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let json: String
        let code: SafetensorsError.Code
        let finding: String

        init(
            _ json: String, _ finding: String, _ code: SafetensorsError.Code = .invalidJSON
        ) {
            self.testDescription = String(json.prefix(60))
            self.json = json
            self.code = code
            self.finding = finding
        }

        /// A problem inside the description of tensor `a`.
        init(field: String, at position: Int, _ problem: String) {
            self.init(
                #"{"a":{\#(field)}}"#,
                "its header is not valid at byte \(position) (tensor 'a'): \(problem)")
        }
    }

    static let invalid = [
        Invalid("{", "its header is not valid at byte 1: it ends in the middle"),
        Invalid(#"{"a"#, "its header is not valid at byte 3: it ends in the middle"),
        Invalid(#"{"a\"#, "its header is not valid at byte 4: it ends in the middle"),
        Invalid("{,}", "its header is not valid at byte 1: a string was needed"),
        Invalid("{a:1}", "its header is not valid at byte 1: a string was needed"),
        Invalid(#"{"a" 1}"#, "its header is not valid at byte 5: a ':' was needed"),
        Invalid(
            "\(one)\u{0}", "its header is not valid at byte 53: something follows the closing brace"
        ),
        Invalid(
            "{\"a\u{1}\"}",
            "its header is not valid at byte 3: a string holds an unescaped control character"),
        Invalid(
            #"{"\x"}"#, "its header is not valid at byte 3: the escape after '\\' is malformed"),
        Invalid(
            #"{"\u00g0"}"#, "its header is not valid at byte 6: the escape after '\\' is malformed"),
        Invalid(
            #"{"\ud83e"}"#,
            "its header is not valid at byte 4: an escape is one half of a surrogate pair"),
        Invalid(
            #"{"\ud83e\u0041"}"#,
            "its header is not valid at byte 4: an escape is one half of a surrogate pair"),
        Invalid(
            #"{"\udd8a"}"#,
            "its header is not valid at byte 4: an escape is one half of a surrogate pair"),
        Invalid(
            #"{"__metadata__":[]}"#,
            "its header is not valid at byte 16: an object ('{') was needed"),
        Invalid(
            #"{"__metadata__":{"k":null}}"#,
            "its header is not valid at byte 21: a string was needed"),
        Invalid(field: #""x":"#, at: 10, "a value was needed"),
        Invalid(field: #""x":tru"#, at: 10, "a value was needed"),
        Invalid(field: #""x":nul"#, at: 10, "a value was needed"),
        Invalid(field: #""x":+1"#, at: 10, "a value was needed"),
        Invalid(field: #""x":01"#, at: 11, "the number is malformed"),
        Invalid(field: #""x":-"#, at: 11, "the number is malformed"),
        Invalid(field: #""x":1."#, at: 12, "the number is malformed"),
        Invalid(field: #""x":1e"#, at: 12, "the number is malformed"),
        Invalid(field: #""x":1e999"#, at: 10, "the number is too large"),
        Invalid(field: #""x":[1 2]"#, at: 13, "a ',' or the closing bracket was needed"),
        Invalid(field: #""x":[1,]"#, at: 13, "a value was needed"),
        Invalid(field: #""shape":[-1]"#, at: 15, "a whole number of 0 or more was needed"),
        Invalid(field: #""shape":[1e0]"#, at: 15, "a whole number of 0 or more was needed"),
        // The official library takes dimensions up to 2^64 - 1, which only an empty tensor can have.
        Invalid(field: #""shape":[9223372036854775808]"#, at: 15, "the number is too large"),
        // The official library takes this spelling of a dtype, by an accident of its JSON library.
        Invalid(field: #""dtype":{"U8":null}"#, at: 14, "a string was needed"),
        Invalid(
            #"{"a":{"x":\#(String(repeating: "[", count: 126))"#,
            "its header is not valid at byte 135 (tensor 'a'): lists and objects nest deeper than 127 levels"
        ),
        Invalid(#"{"a":{}}"#, "tensor 'a' has no 'dtype'", .invalidTensor),
        Invalid(#"{"a":{"dtype":"U8"}}"#, "tensor 'a' has no 'shape'", .invalidTensor),
        Invalid(
            #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[]}}"#,
            "tensor 'a' has 0 'data_offsets' where 2 are needed", .invalidOffsets),
        Invalid(
            #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[5,5]}}"#,
            "tensor 'a' lies at bytes 5 to 5 of the data, and a range that starts at 0 was needed",
            .invalidOffsets),
        // The official library keeps one of two equal keys in these three.
        Invalid(
            #"{"a":\#(one.dropFirst(5).dropLast()),"\u0061":\#(one.dropFirst(5))"#,
            "its header gives 'a' twice", .duplicateKey),
        Invalid(
            #"{"__metadata__":{"k":"v","k":"v"}}"#, "its header gives 'k' twice", .duplicateKey),
        Invalid(
            #"{"a":{"x":{"y":1,"y":1}}}"#, "its header gives 'y' twice for tensor 'a'",
            .duplicateKey),
        Invalid(
            #"{"a":{"dtype":"U8","dtype":"U8"}}"#, "its header gives 'dtype' twice for tensor 'a'",
            .duplicateKey),
        Invalid(
            #"{"__metadata__":{},"__metadata__":{}}"#, "its header gives '__metadata__' twice",
            .duplicateKey),
        Invalid(
            "{\"__metadata__\":{\"e\u{301}\":\"\",\"\u{E9}\":\"\"}}", "its header gives 'é' twice",
            .duplicateKey),
        Invalid("{}", "its tensors describe 0 bytes of data and the file has 1", .notCovered),
        Invalid(
            #"{"a\n\u2028\#(String(repeating: "b", count: 200))":{}}"#,
            "tensor 'a\\n\\u{2028}\(String(repeating: "b", count: 117))…' has no 'dtype'",
            .invalidTensor),
    ]

    @Test(arguments: invalid)
    func refuses(_ file: Invalid) throws {
        let error = try #require(failure { _ = try Self.header(file.json, data: 1) })
        #expect(error.code == file.code)
        #expect(
            error.message
                == "Cannot read 'f' as safetensors: \(file.finding). Copy or save the file again.")
        #expect("\(error)" == error.message)
        #expect(error.localizedDescription == error.message)
    }

    @Test func namesTheDTypesItKnowsWhenItMeetsAnother() throws {
        let json = #"{"a":{"dtype":"Q8","shape":[1],"data_offsets":[0,1]}}"#
        let error = try #require(failure { _ = try Self.header(json, data: 1) })
        #expect(error.code == .unknownDType)
        #expect(error.tensorName == "a")
        #expect(
            error.message
                == """
                Cannot read 'f' as safetensors: tensor 'a' has the dtype 'Q8', which safetensors 0.8 \
                does not know. Known are BOOL, F4, F6_E2M3, F6_E3M2, U8, I8, F8_E5M2, F8_E4M3, \
                F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, I16, U16, F16, BF16, I32, U32, F32, C64, F64, \
                I64, U64.
                """)
    }

    /// Objects of few and of many keys are searched differently.
    @Test(arguments: [1, 7, 8, 9, 10, 100])
    func findsTheRepeatedKeyAmongMany(_ count: Int) throws {
        let keys = (0..<count).map { "\"k\($0)\":\"\"" }
        let distinct = "{\"__metadata__\":{\(keys.joined(separator: ","))}}"
        #expect(try Self.header(distinct, data: 0).metadata.count == count)
        for repeated in [0, count - 1] {
            let json = "{\"__metadata__\":{\((keys + [keys[repeated]]).joined(separator: ","))}}"
            let error = try #require(failure { _ = try Self.header(json, data: 0) })
            #expect(error.code == .duplicateKey)
            #expect(error.message.contains("gives 'k\(repeated)' twice"))
        }
    }

    @Test func readsMetadata() throws {
        let json = #"{"__metadata__":{"format":"pt","":"Zo\u00eb\u0000"}}"#
        #expect(try Self.header(json, data: 0).metadata == ["format": "pt", "": "Zoë\0"])
    }

    @Test func describesEachTensor() throws {
        let json = """
            {"b":{"dtype":"BF16","shape":[2,1,3],"data_offsets":[8,20]},\
            "a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}
            """
        let header = try Self.header(json, data: 20)
        #expect(header.dataStart == 8 + json.utf8.count)
        #expect(header.tensors.map(\.byteRange) == [0..<8, 8..<20])
        #expect(header.tensors.map(\.elementCount) == [1, 6])
        #expect(header["b"]?.shape == [2, 1, 3])
        #expect(header["b"]?.dtype == .bfloat16)
    }

    @Test func parsesAPrefixOfAFile() throws {
        var prefix = fileBytes(header: Self.one)
        let length = try unsafeLength(prefix, fileSize: prefix.count + 1)
        #expect(length == prefix.count)
        let header = try prefix.withUnsafeBytes {
            try SafetensorsHeader(parsing: $0, fileSize: length + 1, path: "f")
        }
        #expect(header.tensors.map(\.name) == ["a"])
        prefix.removeLast()
        let error = failure {
            _ = try prefix.withUnsafeBytes {
                try SafetensorsHeader(parsing: $0, fileSize: length + 1, path: "f")
            }
        }
        #expect(error?.code == .headerTruncated)
    }

    @Test func limitsTheHeaderBeforeReadingIt() throws {
        let atLimit: [UInt8] = [0x00, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]
        let aboveLimit: [UInt8] = [0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]
        #expect(try unsafeLength(atLimit, fileSize: 100_000_008) == 100_000_008)
        let tooLarge = failure { _ = try unsafeLength(aboveLimit, fileSize: 200_000_000) }
        #expect(tooLarge?.code == .headerTooLarge)
        let truncated = failure { _ = try unsafeLength(atLimit, fileSize: 100_000_007) }
        #expect(truncated?.code == .headerTruncated)
    }

    private func unsafeLength(_ prefix: [UInt8], fileSize: Int) throws -> Int {
        try prefix.withUnsafeBytes {
            try SafetensorsHeader.length(ofHeaderIn: $0, fileSize: fileSize, path: "f")
        }
    }
}
