#!/bin/sh
# The main job on real input: the vectors of a real model go into a fresh store, are checked, and
# come back as one aligned bundle.
set -eu
cd "$(dirname "$0")/.."

binaries="$(swift build --show-bin-path)"
vectors="Tests/Fixtures/real/artifacts/activations"
model="sentence-transformers/all-MiniLM-L6-v2"
root="artifacts/demo"

# Shows a command as one would type it, and runs it.
step() {
    printf '\n$ %s\n' "$*"
    name="$1"
    shift
    "$binaries/$name" "$@"
}

rm -rf "$root"
step persona-vectors import "$vectors" --activations-dir "$root/activations"
step persona-vectors list --activations-dir "$root/activations"
step persona-vectors verify --activations-dir "$root/activations"
step persona-vectors show 00ddd580-0774-50e9-9ace-eb18191acb4d --variant templated \
    --activations-dir "$root/activations"
step AlignedBundle "$root/activations" "$model"
