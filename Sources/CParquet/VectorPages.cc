#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#include "VectorPages.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <arrow/buffer.h>
#include <arrow/io/memory.h>
#include <parquet/column_page.h>
#include <parquet/column_writer.h>
#include <parquet/encoding.h>
#include <parquet/size_statistics.h>

#include <cstring>

namespace {

constexpr int16_t deepest_repetition = 2;

/// Levels as a page of version 1 holds them: the length in four bytes, then runs.
void append_encoded(std::vector<uint8_t> &bytes, const std::vector<int16_t> &levels,
                    int16_t largest) {
    const auto count = static_cast<int>(levels.size());
    std::vector<uint8_t> runs(static_cast<size_t>(
        parquet::LevelEncoder::MaxBufferSize(parquet::Encoding::RLE, largest, count)));
    parquet::LevelEncoder encoder;
    encoder.Init(parquet::Encoding::RLE, largest, count, runs.data(),
                 static_cast<int>(runs.size()));
    encoder.Encode(count, levels.data());
    const int32_t length = encoder.len();
    const auto *prefix = reinterpret_cast<const uint8_t *>(&length);
    bytes.insert(bytes.end(), prefix, prefix + sizeof length);
    bytes.insert(bytes.end(), runs.begin(), runs.begin() + length);
}

/// The levels of a full vector: where rows and layers begin, and that nothing is null.
std::vector<uint8_t> encoded_levels(int64_t layer_count, int64_t hidden_size) {
    const auto count = static_cast<size_t>(layer_count * hidden_size);
    std::vector<int16_t> repetitions(count, deepest_repetition);
    for (int64_t layer = 0; layer < layer_count; layer++) {
        repetitions[static_cast<size_t>(layer * hidden_size)] = layer == 0 ? 0 : 1;
    }
    std::vector<uint8_t> bytes;
    append_encoded(bytes, repetitions, deepest_repetition);
    append_encoded(bytes, std::vector<int16_t>(count, pvpq::vector_present),
                   pvpq::vector_present);
    return bytes;
}

size_t group_size(size_t page_size, int64_t row_count) {
    size_t size;
    if (__builtin_mul_overflow(page_size, row_count, &size)) throw std::bad_alloc();
    return size;
}

parquet::DataPageV1 page(std::shared_ptr<arrow::Buffer> bytes, int64_t value_count,
                         parquet::Encoding::type encoding, int64_t uncompressed, int64_t row) {
    return parquet::DataPageV1(std::move(bytes), static_cast<int32_t>(value_count), encoding,
                               parquet::Encoding::RLE, parquet::Encoding::RLE, uncompressed,
                               parquet::EncodedStatistics(), row);
}

}  // namespace

namespace pvpq {

VectorPages::VectorPages(const pvpq_vector_options &options)
    : layer_count_(options.layer_count),
      hidden_size_(options.hidden_size),
      is_compressed_(options.is_compressed),
      levels_(encoded_levels(options.layer_count, options.hidden_size)),
      // Compressed pages are put together when they are written.
      page_size_((is_compressed_ ? 0 : levels_.size()) +
                 static_cast<size_t>(layer_count_ * hidden_size_) * sizeof(float)) {
    const size_t size = group_size(page_size_, options.rows_per_group);
    bytes_ = static_cast<uint8_t *>(::operator new(size, alignment));
#ifdef __linux__
    if (size >= static_cast<size_t>(alignment)) madvise(bytes_, size, MADV_HUGEPAGE);
#endif
}

VectorPages::~VectorPages() { ::operator delete(bytes_, alignment); }

void VectorPages::append(const float *vector) {
    uint8_t *target = bytes_ + static_cast<size_t>(count_) * page_size_;
    if (!is_compressed_) {
        std::memcpy(target, levels_.data(), levels_.size());
        target += levels_.size();
    }
    std::memcpy(target, vector, static_cast<size_t>(layer_count_ * hidden_size_) * sizeof(float));
    count_++;
}

int64_t VectorPages::write(DatasetFile::Chunk chunk) {
    written_ = 0;
    for (int64_t row = 0; row < count_; row++) {
        if (is_compressed_) {
            write_compressed(*chunk.pages, row, chunk.metadata->descr());
        } else {
            write_plain(*chunk.pages, row);
        }
    }
    chunk.metadata->SetSizeStatistics(sizes());
    chunk.pages->Close(false, false);
    count_ = 0;
    return written_;
}

void VectorPages::write_plain(parquet::PageWriter &pages, int64_t row) {
    const auto size = static_cast<int64_t>(page_size_);
    auto bytes = std::make_shared<arrow::Buffer>(bytes_ + row * size, size);
    written_ += pages.WriteDataPage(
        page(bytes, layer_count_ * hidden_size_, parquet::Encoding::PLAIN, size, row));
}

void VectorPages::write_compressed(parquet::PageWriter &pages, int64_t row,
                                   const parquet::ColumnDescriptor *column) {
    constexpr auto encoding = parquet::Encoding::BYTE_STREAM_SPLIT;
    const int64_t count = layer_count_ * hidden_size_;
    auto encoder = parquet::MakeTypedEncoder<parquet::FloatType>(encoding, false, column);
    encoder->Put(reinterpret_cast<const float *>(bytes_ + static_cast<size_t>(row) * page_size_),
                 static_cast<int>(count));
    const auto values = encoder->FlushValues();
    std::vector<uint8_t> whole(levels_);
    whole.insert(whole.end(), values->data(), values->data() + values->size());
    std::shared_ptr<arrow::ResizableBuffer> compressed;
    PARQUET_ASSIGN_OR_THROW(compressed, arrow::AllocateResizableBuffer(0));
    const auto size = static_cast<int64_t>(whole.size());
    pages.Compress(arrow::Buffer(whole.data(), size), compressed.get());
    written_ += pages.WriteDataPage(page(compressed, count, encoding, size, row));
}

parquet::SizeStatistics VectorPages::sizes() const {
    parquet::SizeStatistics sizes;
    sizes.definition_level_histogram.assign(vector_present + 1, 0);
    sizes.definition_level_histogram.back() = count_ * layer_count_ * hidden_size_;
    sizes.repetition_level_histogram = {
        count_, count_ * (layer_count_ - 1), count_ * layer_count_ * (hidden_size_ - 1)};
    return sizes;
}

}  // namespace pvpq

#endif
