#!/bin/sh
# Installs the Python libraries that the benchmarks run beside us, in .deps/bench.
set -eu
cd "$(dirname "$0")/.."

# The stamp holds the requirements that the environment was made from.
requirements="Benchmarks/requirements.txt"
if ! cmp -s "$requirements" .deps/bench/requirements.txt; then
    rm -rf .deps/bench
    python3 -m venv .deps/bench
    .deps/bench/bin/python -m pip install --quiet --disable-pip-version-check -r "$requirements"
    cp "$requirements" .deps/bench/requirements.txt
fi
