#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <parquet/arrow/writer.h>

#include "Guard.h"

struct pvpq_table {
    std::vector<std::shared_ptr<arrow::Field>> fields;
    std::vector<std::shared_ptr<arrow::Array>> arrays;
};

namespace {

constexpr int64_t rows_per_group = 1 << 16;

/// Adds a column of what `builder` makes when `append` is called for each valid row.
template <typename Builder, typename Append>
void add(pvpq_table *table, const char *name, Builder &builder, const uint8_t *is_valid,
         int64_t count, Append &&append) {
    for (int64_t i = 0; i < count; i++) {
        PARQUET_THROW_NOT_OK(is_valid[i] ? append(i) : builder.AppendNull());
    }
    std::shared_ptr<arrow::Array> array;
    PARQUET_THROW_NOT_OK(builder.Finish(&array));
    table->fields.push_back(arrow::field(name, array->type()));
    table->arrays.push_back(array);
}

void write(const pvpq_table &table, const char *path) {
    parquet::WriterProperties::Builder properties;
    properties.created_by("persona-vectors version 1.0")->compression(parquet::Compression::ZSTD);
    auto sink = arrow::io::FileOutputStream::Open(path);
    PARQUET_THROW_NOT_OK(sink.status());
    PARQUET_THROW_NOT_OK(parquet::arrow::WriteTable(
        *arrow::Table::Make(arrow::schema(table.fields), table.arrays),
        arrow::default_memory_pool(), *sink, rows_per_group, properties.build()));
    PARQUET_THROW_NOT_OK((*sink)->Close());
}

}  // namespace

bool pvpq_table_make(pvpq_table **out, pvpq_error *error) {
    return pvpq::guarded(error, [&] { *out = new pvpq_table; });
}

void pvpq_table_free(pvpq_table *table) { delete table; }

bool pvpq_table_add_strings(
    pvpq_table *table, const char *name, const uint8_t *text, const uint32_t *lengths,
    const uint8_t *is_valid, int64_t count, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        arrow::StringBuilder builder;
        add(table, name, builder, is_valid, count, [&](int64_t i) {
            auto status = builder.Append(text, static_cast<int32_t>(lengths[i]));
            text += lengths[i];
            return status;
        });
    });
}

bool pvpq_table_add_integers(
    pvpq_table *table, const char *name, const int64_t *values, const uint8_t *is_valid,
    int64_t count, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        arrow::Int64Builder builder;
        add(table, name, builder, is_valid, count,
            [&](int64_t i) { return builder.Append(values[i]); });
    });
}

bool pvpq_table_add_doubles(
    pvpq_table *table, const char *name, const double *values, const uint8_t *is_valid,
    int64_t count, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        arrow::DoubleBuilder builder;
        add(table, name, builder, is_valid, count,
            [&](int64_t i) { return builder.Append(values[i]); });
    });
}

bool pvpq_table_add_booleans(
    pvpq_table *table, const char *name, const uint8_t *values, const uint8_t *is_valid,
    int64_t count, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        arrow::BooleanBuilder builder;
        add(table, name, builder, is_valid, count,
            [&](int64_t i) { return builder.Append(values[i] != 0); });
    });
}

bool pvpq_table_write(pvpq_table *table, const char *path, pvpq_error *error) {
    return pvpq::guarded(error, [&] { write(*table, path); });
}

#endif
