#pragma once

#include <parquet/api/writer.h>

#include <new>
#include <vector>

#include "DatasetFile.h"

namespace pvpq {

/// The vectors of one row group, kept as they will lie in the file: one page a vector.
///
/// The memory is the same for every group, in huge pages, because first touch of fresh small pages
/// costs more than writing the file.
class VectorPages {
public:
    explicit VectorPages(const pvpq_vector_options &options);
    ~VectorPages();
    VectorPages(const VectorPages &) = delete;
    VectorPages &operator=(const VectorPages &) = delete;

    /// Adds a vector; the group must have room.
    void append(const float *vector);

    /// Writes the pages as a column chunk and forgets them; returns their bytes uncompressed.
    int64_t write(DatasetFile::Chunk chunk);

private:
    static constexpr std::align_val_t alignment{2 << 20};

    void write_plain(parquet::PageWriter &pages, int64_t row);
    void write_compressed(parquet::PageWriter &pages, int64_t row,
                          const parquet::ColumnDescriptor *column);
    parquet::SizeStatistics sizes() const;

    const int64_t layer_count_, hidden_size_;
    const bool is_compressed_;
    // Every vector is full, so that all pages begin with the same levels.
    const std::vector<uint8_t> levels_;
    const size_t page_size_;
    uint8_t *bytes_;
    int64_t count_ = 0;
    int64_t written_ = 0;
};

}  // namespace pvpq
