#!/bin/sh
# The main job on real input: the vectors of a real model go into a fresh store, are checked, come
# back as one aligned bundle, and go the whole way to a Hub of our own and back.
set -eu
cd "$(dirname "$0")/.."

binaries="$(swift build --show-bin-path)"
vectors="Tests/Fixtures/real/artifacts/activations"
model="sentence-transformers/all-MiniLM-L6-v2"
persona="00ddd580-0774-50e9-9ace-eb18191acb4d"
root="artifacts/demo"
repository="demo/persona-vectors"

# Shows a command as one would type it, and runs it.
step() {
    printf '\n$ %s\n' "$*"
    name="$1"
    shift
    "$binaries/$name" "$@"
}

rm -rf "$root"
mkdir -p "$root"
export ARTIFACTS_DIR="$root"
step persona-vectors import "$vectors"
step persona-vectors list
step persona-vectors verify
step persona-vectors show "$persona" --variant templated
step AlignedBundle "$root/activations" "$model"

# A Hub on a free port of this machine; it says where it is once it listens.
mkfifo "$root/endpoint"
printf '\n$ persona-vectors hub serve --root %s/hub --port 0 &\n' "$root"
"$binaries/persona-vectors" hub serve --root "$root/hub" --port 0 >"$root/endpoint" &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
read -r endpoint <"$root/endpoint"
echo "$endpoint"
export "${endpoint?}"
export HF_HOME="$root/hf"
unset HF_TOKEN

# --stats: how often the Hub was asked, and the bytes that went.
step persona-vectors push --repo "$repository" --stats
step persona-vectors hub models "$repository" --stats
step persona-vectors show "$persona" --variant templated --layers 3 --hub "$repository" --stats
step persona-vectors pull --repo "$repository" --activations-dir "$root/pulled" --stats
step persona-vectors diff "$root/pulled"
step persona-vectors push --repo "$repository" --stats
step persona-vectors cache list
kill "$server"
wait "$server"
trap - EXIT
