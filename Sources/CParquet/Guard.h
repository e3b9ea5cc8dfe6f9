#pragma once

#include <arrow/status.h>
#include <parquet/exception.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <string>

#include "CParquet.h"

namespace pvpq {

/// A failure found by this target; Arrow's own arrive as ParquetException and Status.
struct Failure : std::exception {
    pvpq_code code;
    int64_t row;
    std::string message;

    Failure(pvpq_code code, std::string message, int64_t row = -1)
        : code(code), row(row), message(std::move(message)) {}
    const char *what() const noexcept override { return message.c_str(); }
};

inline bool report(pvpq_error *error, pvpq_code code, const char *message, int64_t row = -1) {
    error->code = code;
    error->row = row;
    // One line, without the full stop and newline that Arrow's messages may end in.
    size_t length = std::min(std::strlen(message), sizeof error->message - 1);
    while (length > 0 && std::strchr(".\n", message[length - 1])) length--;
    std::transform(message, message + length, error->message,
                   [](char c) { return c == '\n' ? ' ' : c; });
    error->message[length] = 0;
    return false;
}

inline bool report(pvpq_error *error, const arrow::Status &status) {
    pvpq_code code = status.IsOutOfMemory()      ? PVPQ_MEMORY
                     : status.IsNotImplemented() ? PVPQ_UNSUPPORTED
                     : status.IsIOError()        ? PVPQ_IO
                                                 : PVPQ_INVALID;
    // Of the system's refusals the detail says why; the message only repeats a temporary path.
    const auto &detail = status.detail();
    return report(error, code,
                  status.IsIOError() && detail ? detail->ToString().c_str()
                                               : status.message().c_str());
}

/// Runs `body` and turns whatever it throws into an error: nothing may unwind into Swift.
template <typename Body>
bool guarded(pvpq_error *error, Body &&body) noexcept {
    try {
        body();
        return true;
    } catch (const Failure &failure) {
        return report(error, failure.code, failure.what(), failure.row);
    } catch (const parquet::ParquetStatusException &exception) {
        return report(error, exception.status());
    } catch (const std::bad_alloc &) {
        return report(error, PVPQ_MEMORY, "out of memory");
    } catch (const std::exception &exception) {
        return report(error, PVPQ_INVALID, exception.what());
    } catch (...) {
        return report(error, PVPQ_INVALID, "unknown C++ exception");
    }
}

}  // namespace pvpq
