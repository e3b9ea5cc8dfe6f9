#pragma once

#include <parquet/api/reader.h>

#include <memory>
#include <string>
#include <vector>

#include "CParquet.h"

namespace pvpq {

/// What a C string of `pvpq_column_info` points to.
struct ColumnNames {
    std::string path;
    std::string field;
    std::string extension_name;
    std::string extension_metadata;
    int32_t fixed_sizes[2] = {0, 0};
};

}  // namespace pvpq

/// Immutable once opened, so any number of threads may read it.
struct pvpq_metadata {
    std::shared_ptr<parquet::FileMetaData> file;
    std::vector<pvpq::ColumnNames> columns;
    int64_t file_size = 0;
};
