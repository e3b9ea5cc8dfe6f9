#pragma once

#include <arrow/io/file.h>
#include <parquet/api/writer.h>

#include <memory>

#include "CParquet.h"

namespace pvpq {

/// A Parquet file with the schema, the metadata and the layout of a vector dataset, without rows.
struct DatasetFile {
    explicit DatasetFile(const pvpq_vector_options &options);

    std::shared_ptr<arrow::io::FileOutputStream> sink;
    std::unique_ptr<parquet::ParquetFileWriter> writer;
};

// Levels of its schema, in which every field and element may be null.
constexpr int16_t sample_present = 3, samples_empty = 1, vector_present = 5;

}  // namespace pvpq
