#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <cstring>
#include <new>
#include <vector>

#include "DatasetFile.h"
#include "Guard.h"

namespace {

/// Memory for the vectors of one row group: the same for every group, in huge pages, because first
/// touch of fresh small pages costs more than writing the file.
class GroupBuffer {
public:
    explicit GroupBuffer(size_t byte_count)
        : bytes_(static_cast<uint8_t *>(::operator new(byte_count, alignment))) {
#ifdef __linux__
        if (byte_count >= static_cast<size_t>(alignment)) {
            madvise(bytes_, byte_count, MADV_HUGEPAGE);
        }
#endif
    }
    ~GroupBuffer() { ::operator delete(bytes_, alignment); }
    GroupBuffer(const GroupBuffer &) = delete;
    GroupBuffer &operator=(const GroupBuffer &) = delete;

    float *at(int64_t element) { return reinterpret_cast<float *>(bytes_) + element; }

private:
    static constexpr std::align_val_t alignment{2 << 20};
    uint8_t *bytes_;
};

size_t group_byte_count(const pvpq_vector_options &options) {
    int64_t count;
    if (__builtin_mul_overflow(options.layer_count * options.hidden_size * sizeof(float),
                               options.rows_per_group, &count)) {
        throw std::bad_alloc();
    }
    return static_cast<size_t>(count);
}

/// The strings of one column, with the levels that say which are null and where lists begin.
struct StringColumn {
    std::vector<parquet::ByteArray> values;
    std::vector<int16_t> definitions;
    std::vector<int16_t> repetitions;

    void add(int16_t definition, int16_t repetition) {
        definitions.push_back(definition);
        repetitions.push_back(repetition);
    }

    void write(parquet::RowGroupWriter *group) const {
        auto *column = static_cast<parquet::ByteArrayWriter *>(group->NextColumn());
        column->WriteBatch(static_cast<int64_t>(definitions.size()), definitions.data(),
                           repetitions.data(), values.data());
        column->Close();
    }
};

}  // namespace

struct pvpq_vector_writer {
    explicit pvpq_vector_writer(const pvpq_vector_options &options)
        : file(options),
          rows_per_group(options.rows_per_group),
          vectors(group_byte_count(options)),
          definitions(options.layer_count * options.hidden_size, pvpq::vector_present),
          repetitions(options.layer_count * options.hidden_size, 2) {
        for (int64_t layer = 0; layer < options.layer_count; layer++) {
            repetitions[layer * options.hidden_size] = layer == 0 ? 0 : 1;
        }
    }

    void append(const pvpq_row_text &row, const float *vector) {
        const int32_t string_count = 2 + row.sample_count;
        size_t text_length = 0;
        for (int32_t i = 0; i < string_count; i++) text_length += row.lengths[i];
        text.insert(text.end(), row.text, row.text + text_length);
        lengths.insert(lengths.end(), row.lengths, row.lengths + string_count);
        std::memcpy(vectors.at(static_cast<int64_t>(rows.size() * definitions.size())), vector,
                    definitions.size() * sizeof(float));
        rows.push_back({row.sample_count, row.has_name, row.has_samples});
        if (static_cast<int64_t>(rows.size()) == rows_per_group) write_group();
    }

    int64_t close() {
        if (!rows.empty()) write_group();
        file.writer->Close();
        int64_t size = 0;
        PARQUET_ASSIGN_OR_THROW(size, file.sink->Tell());
        PARQUET_THROW_NOT_OK(file.sink->Close());
        return size;
    }

private:
    struct Row {
        int32_t sample_count;
        bool has_name;
        bool has_samples;
    };

    void write_group() {
        auto *group = file.writer->AppendRowGroup();
        write_strings(group);
        auto *column = static_cast<parquet::FloatWriter *>(group->NextColumn());
        const auto count = static_cast<int64_t>(definitions.size());
        for (size_t row = 0; row < rows.size(); row++) {
            column->WriteBatch(count, definitions.data(), repetitions.data(),
                               vectors.at(static_cast<int64_t>(row) * count));
        }
        column->Close();
        group->Close();
        rows.clear();
        text.clear();
        lengths.clear();
    }

    void write_strings(parquet::RowGroupWriter *group) const {
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
        ids.write(group);
        names.write(group);
        samples.write(group);
    }

    pvpq::DatasetFile file;
    const int64_t rows_per_group;
    // The group that is being collected: rows come one by one, a file holds column after column.
    std::vector<Row> rows;
    std::vector<uint8_t> text;
    std::vector<uint32_t> lengths;
    GroupBuffer vectors;
    // Every vector is full, so that all rows share their levels.
    const std::vector<int16_t> definitions;
    std::vector<int16_t> repetitions;
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
