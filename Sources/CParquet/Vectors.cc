#include "Availability.h"

#ifdef PVPQ_HAS_ARROW

#include <arrow/util/float16.h>

#include <cstring>
#include <vector>

#include "ColumnSource.h"
#include "Guard.h"

namespace {

using pvpq::ColumnSource;
using pvpq::Failure;

constexpr int64_t batch_size = 16384;

void widen(const float *values, int64_t count, float *target) {
    std::memcpy(target, values, count * sizeof(float));
}

void widen(const double *values, int64_t count, float *target) {
    for (int64_t i = 0; i < count; i++) target[i] = static_cast<float>(values[i]);
}

void widen(const parquet::FixedLenByteArray *values, int64_t count, float *target) {
    for (int64_t i = 0; i < count; i++) {
        target[i] = arrow::util::Float16::FromLittleEndian(values[i].ptr).ToFloat();
    }
}

/// Reads values whose levels are known beforehand.
template <typename Type>
class RegularReader {
public:
    explicit RegularReader(parquet::ColumnReader &reader)
        : reader_(static_cast<parquet::TypedColumnReader<Type> &>(reader)) {}

    void skip(int64_t count) {
        if (count > 0 && reader_.Skip(count) != count) ended();
    }

    void read(int64_t count, float *target) {
        while (count > 0) {
            const int64_t read = read_some(count, target);
            if (read == 0) ended();
            count -= read;
            target += read;
        }
    }

private:
    using Value = typename Type::c_type;

    [[noreturn]] static void ended() {
        throw Failure(PVPQ_INVALID, "the pages end before the rows do");
    }

    int64_t read_some(int64_t count, float *target) {
        int64_t read = 0;
        if constexpr (std::is_same_v<Value, float>) {
            // Straight to the target. Without levels Arrow takes every value as present.
            reader_.ReadBatch(count, nullptr, nullptr, target, &read);
        } else {
            values_.resize(batch_size);
            reader_.ReadBatch(std::min(count, batch_size), nullptr, nullptr, values_.data(), &read);
            widen(values_.data(), read, target);
        }
        return read;
    }

    parquet::TypedColumnReader<Type> &reader_;
    std::vector<Value> values_;
};

/// Visits every value of a column together with its levels.
template <typename Type, typename Visit>
void walk_levels(parquet::ColumnReader &reader, const parquet::ColumnDescriptor &column,
                 Visit &&visit) {
    auto &typed = static_cast<parquet::TypedColumnReader<Type> &>(reader);
    const int16_t present = column.max_definition_level();
    std::vector<int16_t> definitions(batch_size), repetitions(batch_size);
    std::vector<typename Type::c_type> values(batch_size);
    std::vector<float> floats(batch_size);
    while (typed.HasNext()) {
        int64_t values_read = 0;
        const int64_t levels_read = typed.ReadBatch(
            batch_size, definitions.data(), repetitions.data(), values.data(), &values_read);
        if (levels_read == 0) return;
        widen(values.data(), values_read, floats.data());
        int64_t next = 0;
        for (int64_t i = 0; i < levels_read; i++) {
            const bool has_value = definitions[i] == present;
            if (has_value && next >= values_read) {
                throw Failure(PVPQ_INVALID, "a page has fewer values than its levels promise");
            }
            const float value = has_value ? floats[next++] : 0;
            if (!visit(repetitions[i], has_value, value)) return;
        }
    }
}

/// Puts the rows wanted in their slots and checks each value's place in its row.
class RowFiller {
public:
    RowFiller(const pvpq_vector_request &request, bool is_nested, float *target)
        : request_(request),
          size_(request.layer_count * request.hidden_size),
          is_nested_(is_nested),
          target_(target) {}

    /// False once all the rows wanted are complete.
    bool visit(int16_t repetition, bool has_value, float value) {
        if (repetition == 0) {
            end_row();
            row_++;
            if (next_ == request_.count) return false;
            is_wanted_ = request_.rows[next_] == row_;
        } else if (row_ < 0) {
            throw Failure(PVPQ_INVALID, "a page begins in the middle of a row");
        }
        if (!is_wanted_) return true;
        if (!has_value) throw Failure(PVPQ_NULL_VALUE, "null or empty", row_);
        if (filled_ == size_ || repetition != expected_repetition()) ragged();
        target_[request_.slots[next_] * size_ + filled_++] = value;
        return true;
    }

    void finish() {
        end_row();
        if (next_ < request_.count) {
            throw Failure(PVPQ_INVALID, "the pages end before the rows do");
        }
    }

private:
    [[noreturn]] void ragged() const { throw Failure(PVPQ_RAGGED, "another shape", row_); }

    void end_row() {
        if (!is_wanted_) return;
        if (filled_ != size_) ragged();
        filled_ = 0;
        next_++;
        is_wanted_ = false;
    }

    int16_t expected_repetition() const {
        if (filled_ == 0) return 0;
        return is_nested_ && filled_ % request_.hidden_size != 0 ? 2 : 1;
    }

    const pvpq_vector_request &request_;
    const int64_t size_;
    const bool is_nested_;
    float *target_;
    int64_t row_ = -1;
    int64_t next_ = 0;
    int64_t filled_ = 0;
    bool is_wanted_ = false;
};

template <typename Type>
void decode(ColumnSource &source, const pvpq_vector_request &request, float *target) {
    auto reader = source.reader();
    if (request.is_regular) {
        RegularReader<Type> values(*reader);
        const int64_t size = request.layer_count * request.hidden_size;
        int64_t row = 0;
        for (int64_t i = 0; i < request.count; i++) {
            values.skip((request.rows[i] - row) * size);
            values.read(size, target + request.slots[i] * size);
            row = request.rows[i] + 1;
        }
        return;
    }
    RowFiller filler(request, source.column().max_repetition_level() == 2, target);
    walk_levels<Type>(*reader, source.column(), [&](int16_t repetition, bool has_value, float value) {
        return filler.visit(repetition, has_value, value);
    });
    filler.finish();
}

/// Counts the lists and the values of the first row.
template <typename Type>
void measure(ColumnSource &source, int64_t *lists, int64_t *values) {
    *lists = *values = 0;
    bool started = false;
    auto reader = source.reader();
    walk_levels<Type>(*reader, source.column(), [&](int16_t repetition, bool has_value, float) {
        if (repetition == 0 && started) return false;
        started = true;
        if (!has_value) throw Failure(PVPQ_NULL_VALUE, "null or empty", 0);
        if (repetition < 2) ++*lists;
        ++*values;
        return true;
    });
}

/// Calls `body` with the column's type, if vectors can have it.
template <typename Body>
void dispatch(const parquet::ColumnDescriptor &column, Body &&body) {
    if (column.max_repetition_level() != 1 && column.max_repetition_level() != 2) {
        throw Failure(PVPQ_UNSUPPORTED, "not a column of lists or of lists of lists");
    }
    switch (column.physical_type()) {
        case parquet::Type::FLOAT:
            return body(parquet::FloatType());
        case parquet::Type::DOUBLE:
            return body(parquet::DoubleType());
        case parquet::Type::FIXED_LEN_BYTE_ARRAY:
            if (column.type_length() == 2 && column.logical_type() &&
                column.logical_type()->is_float16()) {
                return body(parquet::FLBAType());
            }
            break;
        default:
            break;
    }
    throw Failure(PVPQ_UNSUPPORTED, "not a column of float16, float32 or float64");
}

}  // namespace

bool pvpq_vectors_decode(
    const pvpq_source *source, const pvpq_vector_request *request, float *target,
    pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        ColumnSource column(*source);
        dispatch(column.column(), [&](auto type) {
            decode<decltype(type)>(column, *request, target);
        });
    });
}

bool pvpq_vectors_shape(
    const pvpq_source *source, int64_t *layer_count, int64_t *hidden_size, pvpq_error *error) {
    return pvpq::guarded(error, [&] {
        ColumnSource column(*source);
        int64_t lists = 0, values = 0;
        dispatch(column.column(), [&](auto type) {
            measure<decltype(type)>(column, &lists, &values);
        });
        if (column.column().max_repetition_level() == 1) {
            *layer_count = 0;
            *hidden_size = values;
            return;
        }
        if (lists == 0 || values % lists != 0) throw Failure(PVPQ_RAGGED, "ragged", 0);
        *layer_count = lists;
        *hidden_size = values / lists;
    });
}

#endif
