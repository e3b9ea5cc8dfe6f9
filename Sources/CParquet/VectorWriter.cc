#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/ipc/api.h>
#include <arrow/util/base64.h>
#include <parquet/api/writer.h>
#include <parquet/arrow/schema.h>

#include <vector>

#include "Guard.h"

namespace {

using arrow::KeyValueMetadata;
using pvpq::Failure;

const char *const vector_leaf = "vector.list.element.list.element";
const char *const samples_leaf = "sample_ids.list.element";

// Levels of a schema in which every field and element may be null.
constexpr int16_t sample_present = 3, samples_empty = 1, vector_present = 5;

constexpr int64_t largest_page = 1 << 20;

template <typename T>
T value_of(arrow::Result<T> result) {
    PARQUET_THROW_NOT_OK(result.status());
    return std::move(result).ValueUnsafe();
}

/// The schema as `datasets` makes it: Array2D is an extension over list<list<float>>.
std::shared_ptr<arrow::Schema> dataset_schema(const pvpq_vector_options &options) {
    auto array_2d = KeyValueMetadata::Make(
        {"ARROW:extension:metadata", "ARROW:extension:name"},
        {options.extension_metadata, "datasets.features.features.Array2DExtensionType"});
    return arrow::schema(
        {arrow::field("persona_id", arrow::utf8()), arrow::field("name", arrow::utf8()),
         arrow::field("sample_ids", arrow::list(arrow::utf8())),
         arrow::field("vector", arrow::list(arrow::list(arrow::float32())), true, array_2d)},
        KeyValueMetadata::Make({"huggingface"}, {options.features}));
}

std::shared_ptr<parquet::WriterProperties> properties(const pvpq_vector_options &options) {
    parquet::WriterProperties::Builder builder;
    const int64_t row_bytes = options.layer_count * options.hidden_size * sizeof(float);
    builder.version(parquet::ParquetVersion::PARQUET_2_6)
        // Fixed, so that the same rows give the same bytes.
        ->created_by("persona-vectors version 1.0")
        ->enable_write_page_index()
        // A page ends at the first row boundary after this size: one vector a page.
        ->data_pagesize(std::min(row_bytes, largest_page))
        ->max_row_group_length(options.rows_per_group)
        ->set_size_statistics_level(parquet::SizeStatisticsLevel::ColumnChunk)
        ->disable_dictionary()
        // Sample ids are mostly the same questions again for every persona.
        ->enable_dictionary(samples_leaf)
        // The least and greatest of a hundred thousand activations tell nobody anything.
        ->disable_statistics(vector_leaf)
        ->disable_statistics(samples_leaf);
    if (options.is_compressed) {
        builder.compression(parquet::Compression::ZSTD)->compression_level(1);
        builder.encoding(vector_leaf, parquet::Encoding::BYTE_STREAM_SPLIT);
    }
    return builder.build();
}

/// What `store_schema` of Arrow's own table writer adds, for readers that know Arrow.
std::shared_ptr<KeyValueMetadata> file_metadata(
    const arrow::Schema &schema, const pvpq_vector_options &options) {
    auto serialized = value_of(arrow::ipc::SerializeSchema(schema));
    auto text = arrow::util::base64_encode(std::string_view(*serialized));
    return KeyValueMetadata::Make({"ARROW:schema", "huggingface"}, {text, options.features});
}

}  // namespace

struct pvpq_vector_writer {
    explicit pvpq_vector_writer(const pvpq_vector_options &options)
        : rows_per_group(options.rows_per_group),
          definitions(options.layer_count * options.hidden_size, vector_present),
          repetitions(options.layer_count * options.hidden_size, 2) {
        for (int64_t layer = 0; layer < options.layer_count; layer++) {
            repetitions[layer * options.hidden_size] = layer == 0 ? 0 : 1;
        }
        auto schema = dataset_schema(options);
        auto writer_properties = properties(options);
        std::shared_ptr<parquet::SchemaDescriptor> descriptor;
        PARQUET_THROW_NOT_OK(
            parquet::arrow::ToParquetSchema(schema.get(), *writer_properties, &descriptor));
        sink = value_of(arrow::io::FileOutputStream::Open(options.path));
        file = parquet::ParquetFileWriter::Open(
            sink,
            std::static_pointer_cast<parquet::schema::GroupNode>(descriptor->schema_root()),
            writer_properties, file_metadata(*schema, options));
    }

    void append(const pvpq_row_text &text, const float *vector) {
        if (group == nullptr || rows_in_group == rows_per_group) {
            // Buffered: rows come one by one, while a file holds column after column.
            group = file->AppendBufferedRowGroup();
            rows_in_group = 0;
        }
        const uint8_t *cursor = text.text;
        const auto next = [&](int32_t index) {
            parquet::ByteArray value(text.lengths[index], cursor);
            cursor += text.lengths[index];
            return value;
        };
        append_string(0, next(0), true);
        append_string(1, next(1), text.has_name);
        samples.clear();
        for (int32_t i = 0; i < text.sample_count; i++) samples.push_back(next(2 + i));
        append_samples(text.has_samples);
        static_cast<parquet::FloatWriter *>(group->column(3))
            ->WriteBatch(static_cast<int64_t>(definitions.size()), definitions.data(),
                         repetitions.data(), vector);
        rows_in_group++;
    }

    int64_t close() {
        file->Close();
        const int64_t size = value_of(sink->Tell());
        PARQUET_THROW_NOT_OK(sink->Close());
        return size;
    }

private:
    void append_string(int column, parquet::ByteArray value, bool is_valid) {
        const int16_t definition = is_valid ? 1 : 0;
        static_cast<parquet::ByteArrayWriter *>(group->column(column))
            ->WriteBatch(1, &definition, nullptr, &value);
    }

    void append_samples(bool is_valid) {
        const int64_t count = std::max<int64_t>(1, static_cast<int64_t>(samples.size()));
        sample_definitions.assign(count, sample_present);
        if (samples.empty()) sample_definitions[0] = is_valid ? samples_empty : 0;
        sample_repetitions.assign(count, 1);
        sample_repetitions[0] = 0;
        static_cast<parquet::ByteArrayWriter *>(group->column(2))
            ->WriteBatch(count, sample_definitions.data(), sample_repetitions.data(),
                         samples.data());
    }

    const int64_t rows_per_group;
    int64_t rows_in_group = 0;
    // Every vector is full, so that all rows share their levels.
    const std::vector<int16_t> definitions;
    std::vector<int16_t> repetitions;
    std::vector<parquet::ByteArray> samples;
    std::vector<int16_t> sample_definitions, sample_repetitions;
    std::shared_ptr<arrow::io::FileOutputStream> sink;
    std::unique_ptr<parquet::ParquetFileWriter> file;
    parquet::RowGroupWriter *group = nullptr;
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
