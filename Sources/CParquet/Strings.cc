#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#include <vector>

#include "ColumnSource.h"
#include "Guard.h"

struct pvpq_strings {
    bool is_list = false;
    std::vector<int64_t> row_offsets{0};
    std::vector<uint8_t> row_is_valid;
    std::vector<int64_t> offsets{0};
    std::vector<uint8_t> element_is_valid;
    std::vector<uint8_t> bytes;
};

namespace {

using pvpq::ColumnSource;
using pvpq::Failure;

constexpr int64_t batch_size = 4096;

/// Assembles rows from levels (the Dremel encoding: https://parquet.apache.org/docs/file-format/nestedencoding/).
class Assembler {
public:
    Assembler(const parquet::ColumnDescriptor &column, pvpq_strings *out) : out_(out) {
        max_definition_ = column.max_definition_level();
        out_->is_list = column.max_repetition_level() == 1;
        // The level from which on a list has an element, null or not: the one of the repeated
        // group, which a nullable element exceeds by one.
        present_ = max_definition_;
        if (out_->is_list && column.schema_node()->is_optional()) present_--;
    }

    void append(int16_t definition, int16_t repetition, const parquet::ByteArray *value) {
        if (out_->is_list) {
            if (repetition == 0) {
                if (started_) out_->row_offsets.push_back(element_count());
                // One below the repeated group: the list is there and empty; lower: it is null.
                out_->row_is_valid.push_back(definition >= present_ - 1);
                started_ = true;
            } else if (!started_) {
                throw Failure(PVPQ_INVALID, "a page begins in the middle of a row");
            }
            if (definition < present_) return;
        }
        append_element(definition == max_definition_ ? value : nullptr);
    }

    void finish() {
        if (out_->is_list && started_) out_->row_offsets.push_back(element_count());
    }

    bool has_value(int16_t definition) const { return definition == max_definition_; }
    int64_t row_count() const {
        return out_->is_list ? static_cast<int64_t>(out_->row_is_valid.size()) : element_count();
    }

private:
    int64_t element_count() const { return static_cast<int64_t>(out_->element_is_valid.size()); }

    void append_element(const parquet::ByteArray *value) {
        if (value) out_->bytes.insert(out_->bytes.end(), value->ptr, value->ptr + value->len);
        out_->offsets.push_back(static_cast<int64_t>(out_->bytes.size()));
        out_->element_is_valid.push_back(value != nullptr);
    }

    pvpq_strings *out_;
    int16_t max_definition_;
    int16_t present_;
    bool started_ = false;
};

void decode(ColumnSource &source, int64_t row_count, int64_t limit, pvpq_strings *out) {
    auto reader = source.reader();
    auto &typed = static_cast<parquet::ByteArrayReader &>(*reader);
    Assembler rows(source.column(), out);
    std::vector<int16_t> definitions(batch_size), repetitions(batch_size);
    std::vector<parquet::ByteArray> values(batch_size);
    const bool has_definitions = source.column().max_definition_level() > 0;
    const bool has_repetitions = source.column().max_repetition_level() > 0;
    while (typed.HasNext() && rows.row_count() <= row_count) {
        int64_t values_read = 0;
        // A batch never crosses pages, so the bytes that the values point to are still there.
        int64_t levels_read = typed.ReadBatch(
            batch_size, has_definitions ? definitions.data() : nullptr,
            has_repetitions ? repetitions.data() : nullptr, values.data(), &values_read);
        if (!has_definitions) levels_read = values_read;
        if (levels_read == 0) break;
        int64_t next = 0;
        for (int64_t i = 0; i < levels_read; i++) {
            const int16_t definition = has_definitions ? definitions[i] : 0;
            const bool has_value = rows.has_value(definition);
            if (has_value && next >= values_read) {
                throw Failure(PVPQ_INVALID, "a page has fewer values than its levels promise");
            }
            rows.append(definition, has_repetitions ? repetitions[i] : 0,
                        has_value ? &values[next++] : nullptr);
        }
        // Dictionary codes multiply a long string, and run lengths a null, at next to no cost in
        // stored bytes.
        const auto held = out->bytes.size() + out->element_is_valid.size() * (sizeof(int64_t) + 1);
        if (static_cast<int64_t>(held) > limit) {
            throw Failure(PVPQ_MEMORY, "the strings exceed " + std::to_string(limit) + " bytes");
        }
    }
    rows.finish();
    if (rows.row_count() != row_count) {
        throw Failure(PVPQ_INVALID, "the pages do not hold " + std::to_string(row_count) +
                                        " rows as the footer says");
    }
}

}  // namespace

bool pvpq_strings_decode(
    const pvpq_source *source, int64_t row_count, pvpq_strings **out, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        ColumnSource column(*source);
        if (column.column().physical_type() != parquet::Type::BYTE_ARRAY ||
            column.column().max_repetition_level() > 1) {
            throw Failure(PVPQ_UNSUPPORTED, "not a column of strings or lists of strings");
        }
        auto strings = std::make_unique<pvpq_strings>();
        decode(column, row_count, source->memory_limit, strings.get());
        *out = strings.release();
    });
}

void pvpq_strings_view(const pvpq_strings *strings, pvpq_string_view *view) {
    view->row_offsets = strings->is_list ? strings->row_offsets.data() : nullptr;
    view->row_is_valid = strings->is_list ? strings->row_is_valid.data() : nullptr;
    view->element_count = static_cast<int64_t>(strings->element_is_valid.size());
    view->row_count = strings->is_list ? static_cast<int64_t>(strings->row_is_valid.size())
                                       : view->element_count;
    view->offsets = strings->offsets.data();
    view->element_is_valid = strings->element_is_valid.data();
    view->bytes = strings->bytes.data();
}

void pvpq_strings_free(pvpq_strings *strings) { delete strings; }

#endif
