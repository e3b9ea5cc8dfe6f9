#!/bin/sh
# Builds llama.cpp for `make test-llama` into .deps/llama: include/, lib/, and python/ with what the
# tests need to write GGUF files. The source is the one inside the sdist of llama-cpp-python, which
# PyPI has; about five minutes on two cores.
set -eu
cd "$(dirname "$0")/.."
version=0.3.36
target=$PWD/.deps/llama

[ "$(cat "$target/version" 2>/dev/null || true)" = "$version" ] && exit 0

rm -rf "$target"
mkdir -p "$target"
python3 -m venv "$target/python"
pip="$target/python/bin/python -m pip --quiet --disable-pip-version-check"
$pip install cmake ninja gguf==0.19.0 numpy==2.4.6

source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT
$pip download --no-deps --no-binary llama-cpp-python -d "$source" "llama-cpp-python==$version"
tar -xzf "$source"/llama_cpp_python-*.tar.gz -C "$source" --strip-components=1

# The libraries alone, for this machine's processor, each finding its neighbours by itself.
PATH="$target/python/bin:$PATH"
cmake -G Ninja -S "$source/vendor/llama.cpp" -B "$source/build" -DCMAKE_BUILD_TYPE=Release \
    -DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_TOOLS=OFF \
    -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_APP=OFF \
    -DLLAMA_OPENSSL=OFF -DGGML_OPENMP=OFF -DCMAKE_INSTALL_RPATH='$ORIGIN' \
    -DCMAKE_INSTALL_PREFIX="$target" -DCMAKE_INSTALL_LIBDIR=lib
cmake --build "$source/build" --parallel
cmake --install "$source/build"
echo "$version" >"$target/version"
