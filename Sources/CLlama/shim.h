// llama.cpp; only looked at when the trait LlamaCpp is on. What LLAMA_PREFIX names counts first, then
// what scripts/deps-llama.sh made, then what the system has.
#if !defined(PERSONA_VECTORS_LLAMA) && __has_include("../../.deps/llama/include/llama.h")
#include "../../.deps/llama/include/ggml-backend.h"
#include "../../.deps/llama/include/ggml.h"
#include "../../.deps/llama/include/llama.h"
#else
#include <ggml-backend.h>
#include <ggml.h>
#include <llama.h>
#endif
