#!/bin/sh
# The main job on real input: the vectors of a real model go into a fresh store, are checked, come
# back as one aligned bundle, and go the whole way to a Hub of our own and back. At the end, a table
# of what each step asked of the Hub.
set -eu
cd "$(dirname "$0")/.."

binaries="$(swift build --show-bin-path)"
vectors="Tests/Fixtures/real/artifacts/activations"
model="sentence-transformers/all-MiniLM-L6-v2"
persona="00ddd580-0774-50e9-9ace-eb18191acb4d"
root="artifacts/demo"
repository="demo/persona-vectors"
costs="$root/costs"

# Shows a command as one would type it, and runs it.
step() {
    printf '\n$ %s\n' "$*"
    name="$1"
    shift
    "$binaries/$name" "$@"
}

# The same for a step that asks the Hub, whose name comes first: --stats says on standard error how
# often it asked and how many bytes went, and a row of the table is made of that.
costed() {
    title="$1"
    shift
    status=0
    step "$@" --stats 2>"$root/said" || status=$?
    cat "$root/said" >&2
    sed -n "s/^Asked the Hub \\([0-9]*\\) times*: sent \\(.*\\), received \\(.*\\)\\.\$/$title|\\1|\\2|\\3/p" \
        "$root/said" >>"$costs"
    return "$status"
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

costed "push" persona-vectors push --repo "$repository"
costed "list the models" persona-vectors hub models "$repository"
costed "read one persona" persona-vectors show "$persona" --variant templated --layers 3 \
    --hub "$repository"
costed "pull all" persona-vectors pull --repo "$repository" --activations-dir "$root/pulled"
step persona-vectors diff "$root/pulled"
costed "push again" persona-vectors push --repo "$repository"
kill "$server"
wait "$server"
trap - EXIT

printf '\n%-18s %8s %12s %12s\n' STEP REQUESTS SENT RECEIVED
while IFS='|' read -r title count sent received; do
    printf '%-18s %8s %12s %12s\n' "$title" "$count" "$sent" "$received"
done <"$costs"
