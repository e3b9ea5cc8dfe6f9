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
// Arrow loses a chunk that is all levels when a page is full with four bytes.
constexpr int64_t smallest_page = 1 << 10;

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

std::shared_ptr<parquet::WriterProperties> writer_properties(const pvpq_vector_options &options) {
    parquet::WriterProperties::Builder builder;
    const int64_t row_bytes = options.layer_count * options.hidden_size * sizeof(float);
    builder.version(parquet::ParquetVersion::PARQUET_2_6)
        // Fixed, so that the same rows give the same bytes.
        ->created_by("persona-vectors version 1.0")
        ->enable_write_page_index()
        // Of the texts: a page ends at the first row boundary after this size.
        ->data_pagesize(std::clamp(row_bytes, smallest_page, largest_page))
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

DatasetFile::DatasetFile(const pvpq_vector_options &options)
    : properties_(writer_properties(options)) {
    auto schema = arrow_schema(options);
    key_values_ = file_metadata(*schema, options);
    PARQUET_THROW_NOT_OK(
        parquet::arrow::ToParquetSchema(schema.get(), *properties_, &schema_));
    PARQUET_ASSIGN_OR_THROW(sink_, arrow::io::FileOutputStream::Open(options.path));
    metadata_ = parquet::FileMetaDataBuilder::Make(schema_.get(), properties_);
    page_index_ = parquet::PageIndexBuilder::Make(schema_.get());
    PARQUET_THROW_NOT_OK(sink_->Write("PAR1", 4));
}

void DatasetFile::begin_group() {
    group_ = metadata_->AppendRowGroup();
    page_index_->AppendRowGroup();
    column_ = 0;
}

DatasetFile::Chunk DatasetFile::next_chunk() {
    auto *chunk = group_->NextColumnChunk();
    const auto path = chunk->descr()->path();
    const auto codec_options = properties_->codec_options(path);
    auto pages = parquet::PageWriter::Open(
        sink_, properties_->compression(path), chunk, -1, column_,
        arrow::default_memory_pool(), false, nullptr, nullptr, false,
        page_index_->GetColumnIndexBuilder(column_), page_index_->GetOffsetIndexBuilder(column_),
        codec_options ? *codec_options : parquet::CodecOptions{});
    column_++;
    return {chunk, std::move(pages)};
}

void DatasetFile::end_group(int64_t row_count, int64_t byte_count) {
    group_->set_num_rows(row_count);
    group_->Finish(byte_count);
}

int64_t DatasetFile::close() {
    page_index_->Finish();
    const auto places = page_index_->WriteTo(sink_.get());
    metadata_->SetIndexLocations(parquet::IndexKind::kColumnIndex, places.column_index_locations);
    metadata_->SetIndexLocations(parquet::IndexKind::kOffsetIndex, places.offset_index_locations);
    parquet::WriteFileMetaData(*metadata_->Finish(key_values_), sink_.get());
    int64_t size = 0;
    PARQUET_ASSIGN_OR_THROW(size, sink_->Tell());
    PARQUET_THROW_NOT_OK(sink_->Close());
    return size;
}

}  // namespace pvpq

#endif
