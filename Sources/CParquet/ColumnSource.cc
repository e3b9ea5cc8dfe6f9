#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#include "ColumnSource.h"

#include <arrow/buffer.h>
#include <arrow/io/memory.h>
#include <parquet/column_page.h>

#include <string_view>
#include <vector>

#include "Guard.h"
#include "Metadata.h"

namespace {

/// The dictionary page, then the data pages, read one after the other without joining them.
///
/// Arrow peeks at a page's header and then reads header and body, so no read ever crosses from one
/// part to the next: parts are whole pages.
class PartsStream : public arrow::io::InputStream {
public:
    PartsStream(pvpq_bytes first, pvpq_bytes second) {
        for (const pvpq_bytes &part : {first, second}) {
            if (part.length == 0) continue;
            parts_.push_back(std::make_unique<arrow::io::BufferReader>(
                std::make_shared<arrow::Buffer>(part.bytes, static_cast<int64_t>(part.length))));
        }
    }

    arrow::Status Close() override { return arrow::Status::OK(); }
    bool closed() const override { return false; }
    arrow::Result<int64_t> Tell() const override { return position_; }

    arrow::Result<std::string_view> Peek(int64_t count) override {
        // A page without values has no body; asking for nothing must not end a part.
        while (count > 0 && current_ < parts_.size()) {
            ARROW_ASSIGN_OR_RAISE(auto view, parts_[current_]->Peek(count));
            if (!view.empty()) return view;
            current_++;
        }
        return std::string_view();
    }

    arrow::Result<int64_t> Read(int64_t count, void *target) override {
        ARROW_ASSIGN_OR_RAISE(auto view, Peek(count));
        if (view.empty()) return 0;
        ARROW_ASSIGN_OR_RAISE(auto read, parts_[current_]->Read(count, target));
        position_ += read;
        return read;
    }

    arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t count) override {
        ARROW_ASSIGN_OR_RAISE(auto view, Peek(count));
        if (view.empty()) return std::make_shared<arrow::Buffer>(nullptr, 0);
        ARROW_ASSIGN_OR_RAISE(auto buffer, parts_[current_]->Read(count));
        position_ += buffer->size();
        return buffer;
    }

private:
    std::vector<std::unique_ptr<arrow::io::BufferReader>> parts_;
    size_t current_ = 0;
    int64_t position_ = 0;
};

}  // namespace

namespace pvpq {

ColumnSource::ColumnSource(const pvpq_source &source)
    : source_(source),
      column_(source.metadata->file->schema()->Column(source.column)),
      counted_(arrow::default_memory_pool()),
      pool_(&counted_, source.memory_limit),
      properties_(&pool_) {
    // Costs nothing where the writer left no checksums, which is nearly everywhere.
    properties_.set_page_checksum_verification(true);
}

std::unique_ptr<parquet::PageReader> ColumnSource::pages() {
    auto chunk = source_.metadata->file->RowGroup(source_.row_group)->ColumnChunk(source_.column);
    if (!chunk->can_decompress()) {
        throw Failure(PVPQ_UNSUPPORTED,
                      "no decoder for " +
                          arrow::util::Codec::GetCodecAsString(chunk->compression()));
    }
    return parquet::PageReader::Open(
        std::make_shared<PartsStream>(source_.dictionary, source_.pages), chunk->num_values(),
        chunk->compression(), properties_, *column_);
}

std::shared_ptr<parquet::ColumnReader> ColumnSource::reader() {
    return parquet::ColumnReader::Make(column_, pages(), &pool_);
}

}  // namespace pvpq

bool pvpq_needs_dictionary(const pvpq_source *source, bool *answer, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        *answer = false;
        pvpq::ColumnSource column(*source);
        auto pages = column.pages();
        auto page = pages->NextPage();
        if (!page || (page->type() != parquet::PageType::DATA_PAGE &&
                      page->type() != parquet::PageType::DATA_PAGE_V2)) {
            return;
        }
        auto encoding = static_cast<const parquet::DataPage &>(*page).encoding();
        *answer = encoding == parquet::Encoding::RLE_DICTIONARY ||
                  encoding == parquet::Encoding::PLAIN_DICTIONARY;
    });
}

#endif
