#pragma once

// Arrow is there when scripts/deps-arrow.sh left its mark, or when ARROW_PREFIX named a folder
// while Package.swift was evaluated.
#if defined(PERSONA_VECTORS_ARROW) || __has_include(<persona_vectors_arrow.h>)
#define PVPQ_HAS_ARROW 1
#endif
