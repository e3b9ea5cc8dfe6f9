#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#include <parquet/column_writer.h>

#include <vector>

#include "Guard.h"
#include "VectorPages.h"

namespace {

/// The strings of one column, with the levels that say which are null and where lists begin.
struct StringColumn {
    std::vector<parquet::ByteArray> values;
    std::vector<int16_t> definitions;
    std::vector<int16_t> repetitions;

    void add(int16_t definition, int16_t repetition) {
        definitions.push_back(definition);
        repetitions.push_back(repetition);
    }

    /// Writes the column; returns its bytes uncompressed.
    int64_t write(pvpq::DatasetFile &file) const {
        auto chunk = file.next_chunk();
        const auto writer = parquet::ColumnWriter::Make(
            chunk.metadata, std::move(chunk.pages), file.properties());
        static_cast<parquet::ByteArrayWriter &>(*writer).WriteBatch(
            static_cast<int64_t>(definitions.size()), definitions.data(), repetitions.data(),
            values.data());
        return writer->Close();
    }
};

}  // namespace

struct pvpq_vector_writer {
    explicit pvpq_vector_writer(const pvpq_vector_options &options)
        : file(options), rows_per_group(options.rows_per_group), vectors(options) {}

    void append(const pvpq_row_text &row, const float *vector) {
        const int32_t string_count = 2 + row.sample_count;
        size_t text_length = 0;
        for (int32_t i = 0; i < string_count; i++) text_length += row.lengths[i];
        text.insert(text.end(), row.text, row.text + text_length);
        lengths.insert(lengths.end(), row.lengths, row.lengths + string_count);
        vectors.append(vector);
        rows.push_back({row.sample_count, row.has_name, row.has_samples});
        if (static_cast<int64_t>(rows.size()) == rows_per_group) write_group();
    }

    int64_t close() {
        if (!rows.empty()) write_group();
        return file.close();
    }

private:
    struct Row {
        int32_t sample_count;
        bool has_name;
        bool has_samples;
    };

    void write_group() {
        file.begin_group();
        const int64_t text_size = write_strings();
        const int64_t vector_size = vectors.write(file.next_chunk());
        file.end_group(static_cast<int64_t>(rows.size()), text_size + vector_size);
        rows.clear();
        text.clear();
        lengths.clear();
    }

    /// Writes the columns before the vectors; returns their bytes uncompressed.
    int64_t write_strings() {
        StringColumn ids, names, samples;
        const uint8_t *cursor = text.data();
        const uint32_t *length = lengths.data();
        const auto next = [&] {
            parquet::ByteArray value(*length, cursor);
            cursor += *length++;
            return value;
        };
        for (const Row &row : rows) {
            ids.values.push_back(next());
            ids.add(1, 0);
            const auto name = next();
            if (row.has_name) names.values.push_back(name);
            names.add(row.has_name ? 1 : 0, 0);
            for (int32_t i = 0; i < row.sample_count; i++) {
                samples.values.push_back(next());
                samples.add(pvpq::sample_present, i == 0 ? 0 : 1);
            }
            if (row.sample_count == 0) samples.add(row.has_samples ? pvpq::samples_empty : 0, 0);
        }
        // One after the other: a chunk ends before the next begins.
        int64_t size = ids.write(file);
        size += names.write(file);
        size += samples.write(file);
        return size;
    }

    pvpq::DatasetFile file;
    const int64_t rows_per_group;
    // The group that is being collected: rows come one by one, a file holds column after column.
    std::vector<Row> rows;
    std::vector<uint8_t> text;
    std::vector<uint32_t> lengths;
    pvpq::VectorPages vectors;
};

bool pvpq_vector_writer_open(
    const pvpq_vector_options *options, pvpq_vector_writer **out, pvpq_error *error) {
    return pvpq::guarded(error, [&] { *out = new pvpq_vector_writer(*options); });
}

bool pvpq_vector_writer_append(
    pvpq_vector_writer *writer, const pvpq_row_text *text, const float *vector,
    pvpq_error *error) {
    return pvpq::guarded(error, [&] { writer->append(*text, vector); });
}

bool pvpq_vector_writer_close(
    pvpq_vector_writer *writer, int64_t *byte_count, pvpq_error *error) {
    return pvpq::guarded(error, [&] { *byte_count = writer->close(); });
}

void pvpq_vector_writer_free(pvpq_vector_writer *writer) {
    // Closing a half-written file may fail; it is thrown away anyway.
    pvpq_error ignored;
    pvpq::guarded(&ignored, [&] { delete writer; });
}

#endif
