#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#include "DatasetFile.h"

#include <arrow/api.h>
#include <arrow/ipc/api.h>
#include <arrow/util/base64.h>
#include <parquet/arrow/schema.h>

#include <algorithm>

namespace {

using arrow::KeyValueMetadata;

const char *const vector_leaf = "vector.list.element.list.element";
const char *const samples_leaf = "sample_ids.list.element";

constexpr int64_t largest_page = 1 << 20;

/// The schema as `datasets` makes it: Array2D is an extension over list<list<float>>.
std::shared_ptr<arrow::Schema> arrow_schema(const pvpq_vector_options &options) {
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
    std::shared_ptr<arrow::Buffer> serialized;
    PARQUET_ASSIGN_OR_THROW(serialized, arrow::ipc::SerializeSchema(schema));
    auto text = arrow::util::base64_encode(std::string_view(*serialized));
    return KeyValueMetadata::Make({"ARROW:schema", "huggingface"}, {text, options.features});
}

}  // namespace

namespace pvpq {

DatasetFile::DatasetFile(const pvpq_vector_options &options) {
    auto schema = arrow_schema(options);
    auto writer_properties = properties(options);
    std::shared_ptr<parquet::SchemaDescriptor> descriptor;
    PARQUET_THROW_NOT_OK(
        parquet::arrow::ToParquetSchema(schema.get(), *writer_properties, &descriptor));
    PARQUET_ASSIGN_OR_THROW(sink, arrow::io::FileOutputStream::Open(options.path));
    writer = parquet::ParquetFileWriter::Open(
        sink, std::static_pointer_cast<parquet::schema::GroupNode>(descriptor->schema_root()),
        writer_properties, file_metadata(*schema, options));
}

}  // namespace pvpq

#endif
