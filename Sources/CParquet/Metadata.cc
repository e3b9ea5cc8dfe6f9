#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#include "Metadata.h"

#include <arrow/api.h>
#include <parquet/arrow/schema.h>
#include <parquet/page_index.h>
#include <parquet/size_statistics.h>

#include "Guard.h"

namespace {

using pvpq::ColumnNames;
using pvpq::Failure;

/// The Arrow schema that the file was written from, or null: a file need not carry one, and one
/// that does not fit the columns changes nothing about what can be read.
std::shared_ptr<arrow::Schema> arrow_schema(const parquet::FileMetaData &file) {
    std::shared_ptr<arrow::Schema> schema;
    auto status = parquet::arrow::FromParquetSchema(
        file.schema(), parquet::default_arrow_reader_properties(), file.key_value_metadata(),
        &schema);
    return status.ok() ? schema : nullptr;
}

void read_field(const arrow::Field &field, ColumnNames *names) {
    if (field.metadata()) {
        names->extension_name =
            field.metadata()->Get("ARROW:extension:name").ValueOr(std::string());
        names->extension_metadata =
            field.metadata()->Get("ARROW:extension:metadata").ValueOr(std::string());
    }
    auto type = field.type();
    for (int32_t &size : names->fixed_sizes) {
        switch (type->id()) {
            case arrow::Type::FIXED_SIZE_LIST:
                size = static_cast<const arrow::FixedSizeListType &>(*type).list_size();
                [[fallthrough]];
            case arrow::Type::LIST:
            case arrow::Type::LARGE_LIST:
                type = static_cast<const arrow::BaseListType &>(*type).value_type();
                break;
            default:
                return;
        }
    }
}

std::vector<ColumnNames> column_names(const parquet::FileMetaData &file) {
    auto schema = arrow_schema(file);
    std::vector<ColumnNames> columns(file.num_columns());
    for (int i = 0; i < file.num_columns(); i++) {
        columns[i].path = file.schema()->Column(i)->path()->ToDotString();
        columns[i].field = file.schema()->GetColumnRoot(i)->name();
        if (!schema) continue;
        if (auto field = schema->GetFieldByName(columns[i].field)) read_field(*field, &columns[i]);
    }
    return columns;
}

/// Old parquet-mr left the dictionary page's header out of the chunk's length (PARQUET-816); like
/// Arrow, read up to 100 bytes more of such files.
int64_t padding(const pvpq_metadata &metadata, int64_t end) {
    if (!metadata.file->writer_version().VersionLt(
            parquet::ApplicationVersion::PARQUET_816_FIXED_VERSION())) {
        return 0;
    }
    return std::max<int64_t>(0, std::min<int64_t>(100, metadata.file_size - end));
}

int32_t copy_levels(const parquet::ColumnChunkMetaData &chunk, int64_t *levels) {
    auto sizes = chunk.size_statistics();
    if (!sizes) return 0;
    const auto &definition = sizes->definition_level_histogram;
    const auto &repetition = sizes->repetition_level_histogram;
    if (definition.size() + repetition.size() > PVPQ_MAX_LEVELS) return 0;
    std::copy(definition.begin(), definition.end(), levels);
    std::copy(repetition.begin(), repetition.end(), levels + definition.size());
    return static_cast<int32_t>(definition.size() + repetition.size());
}

void check(const parquet::ColumnChunkMetaData &chunk, const parquet::ColumnDescriptor &column) {
    if (chunk.type() != column.physical_type()) {
        throw Failure(PVPQ_INVALID, "a column chunk has another type than its column");
    }
    if (!chunk.file_path().empty()) {
        throw Failure(PVPQ_UNSUPPORTED, "a column chunk lies in another file");
    }
}

pvpq_bytes bytes_of(const std::string &text) {
    return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

}  // namespace

bool pvpq_metadata_open(
    pvpq_bytes footer, int64_t file_size, pvpq_metadata **out, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        auto metadata = std::make_unique<pvpq_metadata>();
        metadata->file = parquet::FileMetaData::Make(
            footer.bytes, static_cast<int64_t>(footer.length));
        if (metadata->file->is_encryption_algorithm_set()) {
            throw Failure(PVPQ_UNSUPPORTED, "the columns are encrypted");
        }
        metadata->file_size = file_size;
        metadata->columns = column_names(*metadata->file);
        *out = metadata.release();
    });
}

void pvpq_metadata_free(pvpq_metadata *metadata) { delete metadata; }

void pvpq_metadata_info(const pvpq_metadata *metadata, pvpq_file_info *info) {
    info->row_count = metadata->file->num_rows();
    info->row_group_count = metadata->file->num_row_groups();
    info->column_count = metadata->file->num_columns();
    auto keys = metadata->file->key_value_metadata();
    info->key_count = keys ? static_cast<int32_t>(keys->size()) : 0;
}

void pvpq_metadata_key(
    const pvpq_metadata *metadata, int32_t index, pvpq_bytes *key, pvpq_bytes *value) {
    auto keys = metadata->file->key_value_metadata();
    *key = bytes_of(keys->keys()[index]);
    *value = bytes_of(keys->values()[index]);
}

void pvpq_metadata_column(
    const pvpq_metadata *metadata, int32_t column, pvpq_column_info *info) {
    const auto *descriptor = metadata->file->schema()->Column(column);
    const auto &names = metadata->columns[column];
    const auto or_null = [](const std::string &text) {
        return text.empty() ? nullptr : text.c_str();
    };
    info->path = names.path.c_str();
    info->field = names.field.c_str();
    info->extension_name = or_null(names.extension_name);
    info->extension_metadata = or_null(names.extension_metadata);
    info->physical_type = static_cast<int32_t>(descriptor->physical_type());
    info->is_float16 = descriptor->logical_type() && descriptor->logical_type()->is_float16();
    info->is_optional = metadata->file->schema()->GetColumnRoot(column)->is_optional();
    info->max_definition_level = descriptor->max_definition_level();
    info->max_repetition_level = descriptor->max_repetition_level();
    std::copy(std::begin(names.fixed_sizes), std::end(names.fixed_sizes), info->fixed_sizes);
}

bool pvpq_metadata_row_group(
    const pvpq_metadata *metadata, int32_t row_group, int64_t *row_count, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        auto group = metadata->file->RowGroup(row_group);
        if (group->num_columns() != metadata->file->num_columns()) {
            throw Failure(PVPQ_INVALID, "a row group has another number of columns than the file");
        }
        *row_count = group->num_rows();
    });
}

bool pvpq_metadata_chunk(
    const pvpq_metadata *metadata, int32_t row_group, int32_t column, pvpq_chunk_info *info,
    int64_t *levels, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        auto chunk = metadata->file->RowGroup(row_group)->ColumnChunk(column);
        check(*chunk, *metadata->file->schema()->Column(column));
        info->data_page_offset = chunk->data_page_offset();
        info->start = info->data_page_offset;
        if (chunk->has_dictionary_page() && chunk->dictionary_page_offset() > 0) {
            info->start = std::min(info->start, chunk->dictionary_page_offset());
        }
        info->length = chunk->total_compressed_size();
        int64_t end;
        if (__builtin_add_overflow(info->start, info->length, &end)) {
            throw Failure(PVPQ_INVALID, "a column chunk ends beyond any file");
        }
        info->length += padding(*metadata, end);
        info->uncompressed_length = chunk->total_uncompressed_size();
        info->value_count = chunk->num_values();
        auto index = chunk->GetOffsetIndexLocation();
        info->offset_index_start = index ? index->offset : 0;
        info->offset_index_length = index ? index->length : 0;
        info->codec = arrow::util::Codec::GetCodecAsString(chunk->compression()).c_str();
        info->encodings = 0;
        for (auto encoding : chunk->encodings()) {
            if (encoding >= 0 && encoding < 32) info->encodings |= 1u << encoding;
        }
        info->level_count = copy_levels(*chunk, levels);
    });
}

struct pvpq_pages {
    std::unique_ptr<parquet::OffsetIndex> index;
};

bool pvpq_pages_open(pvpq_bytes offset_index, pvpq_pages **out, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        auto pages = std::make_unique<pvpq_pages>();
        pages->index = parquet::OffsetIndex::Make(
            offset_index.bytes, static_cast<int64_t>(offset_index.length),
            parquet::default_reader_properties());
        *out = pages.release();
    });
}

void pvpq_pages_free(pvpq_pages *pages) { delete pages; }

int64_t pvpq_pages_count(const pvpq_pages *pages) {
    return static_cast<int64_t>(pages->index->page_locations().size());
}

pvpq_page pvpq_pages_get(const pvpq_pages *pages, int64_t index) {
    const auto &location = pages->index->page_locations()[index];
    return {location.offset, location.first_row_index, location.compressed_page_size};
}

#endif
