#include "Availability.h"

#ifndef PVPQ_HAS_ARROW

#include <cstring>

#include "CParquet.h"

// The interface of a build without Arrow: nothing can be opened, so that the functions that need an
// opened thing are never reached.

namespace {

bool unavailable(pvpq_error *error) {
    error->code = PVPQ_UNAVAILABLE;
    error->row = -1;
    std::strcpy(error->message, "built without Apache Arrow");
    return false;
}

}  // namespace

bool pvpq_metadata_open(pvpq_bytes, int64_t, pvpq_metadata **, pvpq_error *error) {
    return unavailable(error);
}
void pvpq_metadata_free(pvpq_metadata *) {}
void pvpq_metadata_info(const pvpq_metadata *, pvpq_file_info *) {}
void pvpq_metadata_key(const pvpq_metadata *, int32_t, pvpq_bytes *, pvpq_bytes *) {}
void pvpq_metadata_column(const pvpq_metadata *, int32_t, pvpq_column_info *) {}
bool pvpq_metadata_row_group(const pvpq_metadata *, int32_t, int64_t *, pvpq_error *error) {
    return unavailable(error);
}
bool pvpq_metadata_chunk(
    const pvpq_metadata *, int32_t, int32_t, pvpq_chunk_info *, int64_t *, pvpq_error *error) {
    return unavailable(error);
}

bool pvpq_pages_open(pvpq_bytes, pvpq_pages **, pvpq_error *error) { return unavailable(error); }
void pvpq_pages_free(pvpq_pages *) {}
int64_t pvpq_pages_count(const pvpq_pages *) { return 0; }
pvpq_page pvpq_pages_get(const pvpq_pages *, int64_t) { return {0, 0, 0}; }

bool pvpq_needs_dictionary(const pvpq_source *, bool *, pvpq_error *error) {
    return unavailable(error);
}
bool pvpq_strings_decode(const pvpq_source *, int64_t, pvpq_strings **, pvpq_error *error) {
    return unavailable(error);
}
void pvpq_strings_view(const pvpq_strings *, pvpq_string_view *) {}
void pvpq_strings_free(pvpq_strings *) {}
bool pvpq_vectors_decode(
    const pvpq_source *, const pvpq_vector_request *, float *, pvpq_error *error) {
    return unavailable(error);
}
bool pvpq_vectors_shape(const pvpq_source *, int64_t *, int64_t *, pvpq_error *error) {
    return unavailable(error);
}

bool pvpq_vector_writer_open(
    const pvpq_vector_options *, pvpq_vector_writer **, pvpq_error *error) {
    return unavailable(error);
}
bool pvpq_vector_writer_append(
    pvpq_vector_writer *, const pvpq_row_text *, const float *, pvpq_error *error) {
    return unavailable(error);
}
bool pvpq_vector_writer_close(pvpq_vector_writer *, int64_t *, pvpq_error *error) {
    return unavailable(error);
}
void pvpq_vector_writer_free(pvpq_vector_writer *) {}

bool pvpq_table_make(pvpq_table **, pvpq_error *error) { return unavailable(error); }
void pvpq_table_free(pvpq_table *) {}
bool pvpq_table_add_strings(
    pvpq_table *, const char *, const uint8_t *, const uint32_t *, const uint8_t *, int64_t,
    pvpq_error *error) {
    return unavailable(error);
}
bool pvpq_table_add_integers(
    pvpq_table *, const char *, const int64_t *, const uint8_t *, int64_t, pvpq_error *error) {
    return unavailable(error);
}
bool pvpq_table_add_doubles(
    pvpq_table *, const char *, const double *, const uint8_t *, int64_t, pvpq_error *error) {
    return unavailable(error);
}
bool pvpq_table_add_booleans(
    pvpq_table *, const char *, const uint8_t *, const uint8_t *, int64_t, pvpq_error *error) {
    return unavailable(error);
}
bool pvpq_table_write(pvpq_table *, const char *, pvpq_error *error) {
    return unavailable(error);
}

#endif
