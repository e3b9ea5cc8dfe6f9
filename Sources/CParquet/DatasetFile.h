#pragma once

#include <arrow/io/file.h>
#include <parquet/api/writer.h>
#include <parquet/page_index.h>

#include <memory>

#include "CParquet.h"

namespace pvpq {

/// A Parquet file with the schema, the metadata and the layout of a vector dataset, written column
/// chunk by column chunk.
///
/// Put together from the parts of `parquet::ParquetFileWriter`, which cannot be told that all rows
/// have the same levels: encoding them anew for every vector took three quarters of the time.
class DatasetFile {
public:
    /// One column of a row group, to be written and closed before the next one is begun.
    struct Chunk {
        parquet::ColumnChunkMetaDataBuilder *metadata;
        std::unique_ptr<parquet::PageWriter> pages;
    };

    explicit DatasetFile(const pvpq_vector_options &options);

    void begin_group();
    Chunk next_chunk();
    /// `byte_count` is what the chunks take uncompressed, page headers included.
    void end_group(int64_t row_count, int64_t byte_count);

    /// Writes the page index and the footer; returns the size of the file.
    int64_t close();

    const parquet::WriterProperties *properties() const { return properties_.get(); }

private:
    std::shared_ptr<parquet::WriterProperties> properties_;
    std::shared_ptr<arrow::KeyValueMetadata> key_values_;
    std::shared_ptr<parquet::SchemaDescriptor> schema_;
    std::shared_ptr<arrow::io::FileOutputStream> sink_;
    std::unique_ptr<parquet::FileMetaDataBuilder> metadata_;
    std::unique_ptr<parquet::PageIndexBuilder> page_index_;
    // Owned by `metadata_`.
    parquet::RowGroupMetaDataBuilder *group_ = nullptr;
    int16_t column_ = 0;
};

// Levels of its schema, in which every field and element may be null.
constexpr int16_t sample_present = 3, samples_empty = 1, vector_present = 5;

}  // namespace pvpq
