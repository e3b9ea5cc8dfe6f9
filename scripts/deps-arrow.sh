#!/bin/sh
# Puts Apache Arrow's headers and libraries into .deps/arrow, where Package.swift looks for them:
#   include/arrow, include/parquet  the headers (the system's, or those inside the pyarrow wheel)
#   lib/libarrow.so.N, ...          the libraries of the wheel; nothing when the system has Arrow
#   lib/libpersona_arrow.so         a linker script that names both libraries, so that one -l flag
#                                   serves every origin and an absent Arrow alike
#   include/persona_vectors_arrow.h the mark that tells CParquet to build with Arrow
# A system Arrow that pkg-config knows wins; else the pyarrow of .deps/python is copied.
set -eu
cd "$(dirname "$0")/.."
minimum=26.0

if pkg-config --exists "arrow >= $minimum" "parquet >= $minimum" 2>/dev/null; then
    origin="system $(pkg-config --modversion arrow) $(pkg-config --variable=includedir arrow)"
else
    pyarrow=$(.deps/python/bin/python -c \
        'import importlib.util as u; print(u.find_spec("pyarrow").submodule_search_locations[0])')
    origin="wheel $(sed -n 's/^pyarrow==//p' Tests/Interop/requirements.txt)"
fi
[ "$(cat .deps/arrow/origin 2>/dev/null || true)" = "$origin" ] && exit 0

new=.deps/arrow.new
rm -rf "$new"
mkdir -p "$new/include" "$new/lib"
case "$origin" in
system*)
    include=$(pkg-config --variable=includedir arrow)
    ln -s "$include/arrow" "$include/parquet" "$new/include/"
    for library in arrow parquet; do
        ln -s "$(pkg-config --variable=libdir "$library")/lib$library".* "$new/lib/"
    done
    ;;
wheel*)
    cp -R "$pyarrow/include/arrow" "$pyarrow/include/parquet" "$new/include/"
    # libarrow.so.2600 on Linux, libarrow.2600.dylib on macOS; each also without the number.
    for library in "$pyarrow"/libarrow.so.[0-9]* "$pyarrow"/libparquet.so.[0-9]* \
        "$pyarrow"/libarrow.[0-9]*.dylib "$pyarrow"/libparquet.[0-9]*.dylib; do
        [ -e "$library" ] || continue
        cp "$library" "$new/lib/"
        name=$(basename "$library")
        ln -s "$name" "$new/lib/$(printf %s "$name" | sed 's/\.[0-9][0-9]*//')"
    done
    ;;
esac
echo 'INPUT(-lparquet -larrow)' >"$new/lib/libpersona_arrow.so"
echo '// Written by scripts/deps-arrow.sh: this folder holds Apache Arrow.' \
    >"$new/include/persona_vectors_arrow.h"
printf '%s\n' "$origin" >"$new/origin"
rm -rf .deps/arrow
mv "$new" .deps/arrow
# What was compiled without Arrow has no reason of its own to be compiled again.
touch Sources/CParquet/*.cc
echo "deps: Apache Arrow ($origin) is in .deps/arrow" >&2
