#ifndef C_PARQUET_H
#define C_PARQUET_H

// Apache Arrow's Parquet behind a C interface: opaque handles, plain structs, no callbacks.
//
// Every function that can fail returns false and fills in `error`; no C++ exception leaves this
// target. Bytes are borrowed for the length of a call. Row numbers count from the first row of the
// row group. A build without Arrow has the same functions; each fails with PVPQ_UNAVAILABLE.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    /// The bytes are not what the format or the footer promises.
    PVPQ_INVALID = 1,
    /// The bytes are sound but use something that is not read here.
    PVPQ_UNSUPPORTED = 2,
    /// The target was built without Apache Arrow.
    PVPQ_UNAVAILABLE = 3,
    /// Decoding asked for more memory than the caller allowed, or than there is.
    PVPQ_MEMORY = 4,
    /// The operating system refused.
    PVPQ_IO = 5,
    /// `row` holds a null where a value is needed.
    PVPQ_NULL_VALUE = 6,
    /// `row` does not have the shape asked for.
    PVPQ_RAGGED = 7,
} pvpq_code;

typedef struct {
    int32_t code;
    int64_t row;
    char message[400];
} pvpq_error;

typedef struct {
    const uint8_t *bytes;
    size_t length;
} pvpq_bytes;

// MARK: Footer

typedef struct pvpq_metadata pvpq_metadata;

typedef struct {
    int64_t row_count;
    int32_t row_group_count;
    int32_t column_count;
    int32_t key_count;
} pvpq_file_info;

/// The numbers of parquet.thrift's `Type`.
typedef enum {
    PVPQ_BOOLEAN = 0,
    PVPQ_INT32 = 1,
    PVPQ_INT64 = 2,
    PVPQ_INT96 = 3,
    PVPQ_FLOAT = 4,
    PVPQ_DOUBLE = 5,
    PVPQ_BYTE_ARRAY = 6,
    PVPQ_FIXED_LEN_BYTE_ARRAY = 7,
} pvpq_physical_type;

/// Strings live as long as the metadata.
typedef struct {
    const char *path;
    const char *field;
    /// Of the top-level field in the Arrow schema; NULL without one.
    const char *extension_name;
    const char *extension_metadata;
    int32_t physical_type;
    bool is_float16;
    bool is_optional;
    int16_t max_definition_level;
    int16_t max_repetition_level;
    /// The list sizes that the Arrow schema fixes, outermost first; 0 where it fixes none.
    int32_t fixed_sizes[2];
} pvpq_column_info;

typedef struct {
    int64_t start;
    int64_t length;
    int64_t uncompressed_length;
    int64_t value_count;
    int64_t data_page_offset;
    int64_t offset_index_start;
    /// 0 without an offset index.
    int64_t offset_index_length;
    const char *codec;
    /// Bit n stands for encoding n of parquet.thrift's `Encoding`.
    uint32_t encodings;
    /// Definition-level counts, then repetition-level counts; 0 when the writer left none.
    int32_t level_count;
} pvpq_chunk_info;

#define PVPQ_MAX_LEVELS 16

bool pvpq_metadata_open(
    pvpq_bytes footer, int64_t file_size, pvpq_metadata **out, pvpq_error *error);
void pvpq_metadata_free(pvpq_metadata *metadata);
void pvpq_metadata_info(const pvpq_metadata *metadata, pvpq_file_info *info);
void pvpq_metadata_key(
    const pvpq_metadata *metadata, int32_t index, pvpq_bytes *key, pvpq_bytes *value);
void pvpq_metadata_column(
    const pvpq_metadata *metadata, int32_t column, pvpq_column_info *info);
bool pvpq_metadata_row_group(
    const pvpq_metadata *metadata, int32_t row_group, int64_t *row_count, pvpq_error *error);
/// `levels` has room for PVPQ_MAX_LEVELS counts.
bool pvpq_metadata_chunk(
    const pvpq_metadata *metadata, int32_t row_group, int32_t column, pvpq_chunk_info *info,
    int64_t *levels, pvpq_error *error);

// MARK: Offset index

typedef struct {
    int64_t offset;
    int64_t first_row;
    int32_t length;
} pvpq_page;

typedef struct pvpq_pages pvpq_pages;

bool pvpq_pages_open(pvpq_bytes offset_index, pvpq_pages **out, pvpq_error *error);
void pvpq_pages_free(pvpq_pages *pages);
int64_t pvpq_pages_count(const pvpq_pages *pages);
pvpq_page pvpq_pages_get(const pvpq_pages *pages, int64_t index);

// MARK: Decoding

/// Whole pages of one column chunk. `dictionary` holds the chunk's dictionary page, or nothing when
/// `pages` begins with it or needs none.
typedef struct {
    const pvpq_metadata *metadata;
    int32_t row_group;
    int32_t column;
    pvpq_bytes dictionary;
    pvpq_bytes pages;
    /// What Arrow may hold while it decodes, in bytes.
    int64_t memory_limit;
} pvpq_source;

/// Whether the first data page refers to a dictionary.
bool pvpq_needs_dictionary(const pvpq_source *source, bool *answer, pvpq_error *error);

typedef struct pvpq_strings pvpq_strings;

/// The strings of some rows. Element e is `bytes[offsets[e] ..< offsets[e + 1]]`. In a flat column
/// row r is element r and `row_offsets` is NULL; in a list column it has the elements
/// `row_offsets[r] ..< row_offsets[r + 1]`.
typedef struct {
    int64_t row_count;
    const int64_t *row_offsets;
    const uint8_t *row_is_valid;
    int64_t element_count;
    const int64_t *offsets;
    const uint8_t *element_is_valid;
    const uint8_t *bytes;
} pvpq_string_view;

/// Decodes a column of strings or of lists of strings that must hold `row_count` rows.
bool pvpq_strings_decode(
    const pvpq_source *source, int64_t row_count, pvpq_strings **out, pvpq_error *error);
void pvpq_strings_view(const pvpq_strings *strings, pvpq_string_view *view);
void pvpq_strings_free(pvpq_strings *strings);

/// Which rows of the pages to decode, and where they go: row `rows[i]`, counted from the first row
/// of the pages and ascending, fills `layer_count * hidden_size` floats from slot `slots[i]` on.
typedef struct {
    const int64_t *rows;
    const int64_t *slots;
    int64_t count;
    int64_t layer_count;
    int64_t hidden_size;
    /// The footer proves that every row is full and has the shape: levels need not be decoded.
    bool is_regular;
} pvpq_vector_request;

bool pvpq_vectors_decode(
    const pvpq_source *source, const pvpq_vector_request *request, float *target,
    pvpq_error *error);

/// The shape of the first row of the pages; `layer_count` is 0 when the column is a plain list.
bool pvpq_vectors_shape(
    const pvpq_source *source, int64_t *layer_count, int64_t *hidden_size, pvpq_error *error);

// MARK: Writing

typedef struct pvpq_vector_writer pvpq_vector_writer;

typedef struct {
    const char *path;
    /// The value of the key `huggingface`.
    const char *features;
    /// The value of `ARROW:extension:metadata` on the vector field.
    const char *extension_metadata;
    int64_t layer_count;
    int64_t hidden_size;
    int64_t rows_per_group;
    /// BYTE_STREAM_SPLIT and zstd 1 instead of PLAIN and uncompressed.
    bool is_compressed;
} pvpq_vector_options;

/// The strings of one row, one after another in `text`: id, name, sample ids.
typedef struct {
    const uint8_t *text;
    const uint32_t *lengths;
    int32_t sample_count;
    bool has_name;
    bool has_samples;
} pvpq_row_text;

bool pvpq_vector_writer_open(
    const pvpq_vector_options *options, pvpq_vector_writer **out, pvpq_error *error);
bool pvpq_vector_writer_append(
    pvpq_vector_writer *writer, const pvpq_row_text *text, const float *vector, pvpq_error *error);
bool pvpq_vector_writer_close(
    pvpq_vector_writer *writer, int64_t *byte_count, pvpq_error *error);
void pvpq_vector_writer_free(pvpq_vector_writer *writer);

typedef struct pvpq_table pvpq_table;

bool pvpq_table_make(pvpq_table **out, pvpq_error *error);
void pvpq_table_free(pvpq_table *table);
/// `is_valid` has one byte a row, here and below.
bool pvpq_table_add_strings(
    pvpq_table *table, const char *name, const uint8_t *text, const uint32_t *lengths,
    const uint8_t *is_valid, int64_t count, pvpq_error *error);
bool pvpq_table_add_integers(
    pvpq_table *table, const char *name, const int64_t *values, const uint8_t *is_valid,
    int64_t count, pvpq_error *error);
bool pvpq_table_add_doubles(
    pvpq_table *table, const char *name, const double *values, const uint8_t *is_valid,
    int64_t count, pvpq_error *error);
bool pvpq_table_add_booleans(
    pvpq_table *table, const char *name, const uint8_t *values, const uint8_t *is_valid,
    int64_t count, pvpq_error *error);
bool pvpq_table_write(pvpq_table *table, const char *path, pvpq_error *error);

#ifdef __cplusplus
}
#endif

#endif
