// llama.cpp; only looked at when the trait LlamaCpp is on. What scripts/deps-llama.sh made counts
// before what the system has.
#if __has_include("../../.deps/llama/include/llama.h")
#include "../../.deps/llama/include/ggml-backend.h"
#include "../../.deps/llama/include/ggml.h"
#include "../../.deps/llama/include/llama.h"
#else
#include <ggml-backend.h>
#include <ggml.h>
#include <llama.h>
#endif
