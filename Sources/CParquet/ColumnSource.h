#pragma once

#include <arrow/memory_pool.h>
#include <parquet/api/reader.h>

#include <memory>

#include "CParquet.h"

namespace pvpq {

/// A reader over the pages of one chunk, with a memory pool that ends at the caller's limit; must
/// outlive the readers that it gives out, whose buffers are in that pool.
class ColumnSource {
public:
    explicit ColumnSource(const pvpq_source &source);

    const parquet::ColumnDescriptor &column() const { return *column_; }
    std::unique_ptr<parquet::PageReader> pages();
    std::shared_ptr<parquet::ColumnReader> reader();

private:
    const pvpq_source source_;
    const parquet::ColumnDescriptor *column_;
    // A proxy, because the cap compares with what its pool has given out to everybody.
    arrow::ProxyMemoryPool counted_;
    arrow::CappedMemoryPool pool_;
    parquet::ReaderProperties properties_;
};

}  // namespace pvpq
