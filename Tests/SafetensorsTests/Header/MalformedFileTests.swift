import Safetensors
import Testing

/// Files that the official library was asked about: what it refuses we refuse, with a better reason.
struct MalformedFileTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let name: String
        let code: SafetensorsError.Code
        let finding: String

        var testDescription: String { name }
    }

    static let refused: [Refused] = [
        Refused(
            name: "deeply_nested_header", code: .invalidJSON,
            finding: """
                its header is not valid at byte 15 (tensor 'activations'): an object \
                ('{') was needed
                """),
        Refused(
            name: "dtype_does_not_match_offsets", code: .invalidTensor,
            finding: "tensor 'activations' of dtype F64 and shape [2, 4] needs 64 bytes and has 32"),
        Refused(
            name: "dtype_f4_odd_count", code: .invalidTensor,
            finding: """
                tensor 'activations' has 3 elements of dtype F4, which do not fill \
                whole bytes
                """),
        Refused(
            name: "dtype_number", code: .invalidJSON,
            finding: """
                its header is not valid at byte 24 (tensor 'activations'): a string was \
                needed
                """),
        // The official library keeps one of the two and then finds a hole.
        Refused(
            name: "duplicate_tensor_key_other_bytes", code: .duplicateKey,
            finding: "its header gives 'activations' twice"),
        Refused(
            name: "header_array_root", code: .invalidJSON,
            finding: "its header is not valid at byte 0: an object ('{') was needed"),
        Refused(
            name: "header_bom", code: .invalidJSON,
            finding: "its header is not valid at byte 0: an object ('{') was needed"),
        Refused(
            name: "header_length_i64_min", code: .headerTooLarge,
            finding: "it claims a header of 9223372036854775808 bytes, the format allows 100000000"),
        Refused(
            name: "header_length_one_too_big", code: .headerTruncated,
            finding: "it claims a header of 68 bytes and has 67 after the length"),
        Refused(
            name: "header_length_u64_max", code: .headerTooLarge,
            finding: """
                it claims a header of 18446744073709551615 bytes, the format allows \
                100000000
                """),
        Refused(
            name: "header_length_zero", code: .invalidJSON,
            finding: "its header is not valid at byte 0: it ends in the middle"),
        Refused(
            name: "header_lone_surrogate_escape", code: .invalidJSON,
            finding: "its header is not valid at byte 7: an escape is one half of a surrogate pair"),
        Refused(
            name: "header_nan_literal", code: .invalidJSON,
            finding: "its header is not valid at byte 21: a string was needed"),
        Refused(
            name: "header_non_utf8", code: .invalidJSON,
            finding: "its header is not valid at byte 1: a string is not valid UTF-8"),
        Refused(
            name: "header_not_json", code: .invalidJSON,
            finding: "its header is not valid at byte 0: an object ('{') was needed"),
        Refused(
            name: "header_trailing_garbage_json", code: .invalidJSON,
            finding: "its header is not valid at byte 67: something follows the closing brace"),
        Refused(
            name: "hole_at_start", code: .invalidOffsets,
            finding: """
                tensor 'activations' lies at bytes 8 to 40 of the data, and a range \
                that starts at 0 was needed
                """),
        Refused(
            name: "metadata_number_value", code: .invalidJSON,
            finding: "its header is not valid at byte 26: a string was needed"),
        Refused(
            name: "offsets_float", code: .invalidJSON,
            finding: """
                its header is not valid at byte 60 (tensor 'activations'): a whole \
                number of 0 or more was needed
                """),
        Refused(
            name: "offsets_missing", code: .invalidTensor,
            finding: "tensor 'activations' has no 'data_offsets'"),
        Refused(
            name: "offsets_reversed", code: .invalidOffsets,
            finding: """
                tensor 'activations' lies at bytes 32 to 0 of the data, and a range \
                that starts at 0 was needed
                """),
        Refused(
            name: "offsets_three", code: .invalidOffsets,
            finding: "tensor 'activations' has 3 'data_offsets' where 2 are needed"),
        Refused(
            name: "offsets_u64_max", code: .invalidJSON,
            finding: """
                its header is not valid at byte 62 (tensor 'activations'): the number \
                is too large
                """),
        Refused(
            name: "same_offsets_twice", code: .invalidOffsets,
            finding: """
                tensor 'b' lies at bytes 0 to 32 of the data, and a range that starts \
                at 32 was needed
                """),
        Refused(
            name: "seven_bytes", code: .headerTooSmall,
            finding: "it has 7 bytes, and the length of the header alone takes 8"),
        Refused(
            name: "shape_bytes_overflow", code: .invalidTensor,
            finding: """
                tensor 'activations' of dtype F32 and shape [4611686018427387904, 1] \
                has a size that overflows 64 bits
                """),
        Refused(
            name: "shape_does_not_match_offsets", code: .invalidTensor,
            finding: "tensor 'activations' of dtype F32 and shape [2, 5] needs 40 bytes and has 32"),
        Refused(
            name: "shape_huge_times_zero", code: .invalidTensor,
            finding: """
                tensor 'activations' of dtype F32 and shape [4611686018427387904, \
                4611686018427387904, 0] has a size that overflows 64 bits
                """),
        Refused(
            name: "shape_missing", code: .invalidTensor,
            finding: "tensor 'activations' has no 'shape'"),
        Refused(
            name: "shape_null", code: .invalidJSON,
            finding: """
                its header is not valid at byte 38 (tensor 'activations'): a list ('[') \
                was needed
                """),
        Refused(
            name: "shape_string", code: .invalidJSON,
            finding: """
                its header is not valid at byte 39 (tensor 'activations'): a whole \
                number of 0 or more was needed
                """),
        // The official library accepts this one, by an accident of its JSON library.
        Refused(
            name: "tensor_info_is_list", code: .invalidJSON,
            finding: """
                its header is not valid at byte 15 (tensor 'activations'): an object \
                ('{') was needed
                """),
        Refused(
            name: "tensor_info_null", code: .invalidJSON,
            finding: """
                its header is not valid at byte 15 (tensor 'activations'): an object \
                ('{') was needed
                """),
        Refused(
            name: "trailing_bytes", code: .notCovered,
            finding: "its tensors describe 32 bytes of data and the file has 35"),
        Refused(
            name: "truncated_header", code: .headerTruncated,
            finding: "it claims a header of 67 bytes and has 22 after the length"),
        Refused(
            name: "zero_length_file", code: .headerTooSmall,
            finding: "it has 0 bytes, and the length of the header alone takes 8"),
    ]

    static let accepted = [
        "dtype_f4", "empty_header_object", "header_leading_space", "metadata_null", "ok_1d",
        "ok_3d", "ok_bf16", "ok_c64", "ok_fields_reordered", "ok_header_padded_with_spaces",
        "ok_nan_payload", "ok_plain", "ok_two_tensors_header_order_reversed", "ok_u16_u32_u64",
        "ok_unpadded_header", "ok_zero_length_beside_data", "only_metadata",
        "shape_zero_times_huge", "unaligned_data", "unicode_key",
    ]

    @Test(arguments: refused, [FileAccess.mapped, .pread])
    func refusesWithTheReason(_ file: Refused, _ access: FileAccess) throws {
        let path = Fixture.path("malformed/\(file.name).safetensors")
        let error = try #require(failure { _ = try SafetensorsFile(path: path, access: access) })
        #expect(error.code == file.code)
        #expect(
            error.message
                == """
                Cannot read '\(path)' as safetensors: \(file.finding). Copy or save the file again.
                """)
        #expect(error.path == path)
        #expect(error.errorNumber == nil)
    }

    @Test(arguments: accepted, [FileAccess.mapped, .pread])
    func acceptsWhatTheOfficialLibraryAccepts(_ name: String, _ access: FileAccess) throws {
        let path = Fixture.path("malformed/\(name).safetensors")
        let file = try SafetensorsFile(path: path, access: access)
        for info in file.header.tensors {
            let bytes = try file.tensor(info.name).bytes()
            #expect(bytes.count == info.byteRange.count)
        }
    }

    @Test func namesEveryFixture() throws {
        let named = Self.refused.map(\.name) + Self.accepted
        #expect(try Fixture.names(in: "malformed") == named.sorted())
    }
}
