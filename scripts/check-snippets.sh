#!/bin/sh
# Builds and runs every snippet, and compares it with the page that it names: what is not hidden must
# stand in the page's Swift examples, word for word and one line after the other. Everything that
# snippets write goes to artifacts/example, which is made anew.
set -eu
cd "$(dirname "$0")/.."
swift="${SWIFT:-swift}"

# The Swift examples of a page, or what a snippet shows; without empty lines.
page_lines() {
    awk '/^```swift$/ { on = 1; next } /^```$/ { on = 0 } on && NF' "$1"
}
shown_lines() {
    awk '/snippet\.hide/ { off = 1 } !off && NF && !/^\/\/( |$)/
        /snippet\.show/ { off = 0 }' "$1" | grep -v 'snippet\.'
}

rm -rf artifacts/example
binaries=$("$swift" build --show-bin-path)
output=$(mktemp)
trap 'rm -f "$output"' EXIT
for snippet in Snippets/*.swift; do
    name=$(basename "$snippet" .swift)
    page=$(sed -n 's/^\/\/ Shown in \(.*\)\.$/\1/p' "$snippet")
    if [ -n "$page" ]; then
        shown=$(shown_lines "$snippet")
        case "$(page_lines "$page")" in
        *"$shown"*) ;;
        *)
            echo "check-snippets: $page does not show what $snippet does" >&2
            exit 1
            ;;
        esac
    fi
    "$swift" build --quiet --product "$name"
    "$binaries/$name" >"$output" 2>&1 || {
        cat "$output" >&2
        echo "check-snippets: $snippet failed" >&2
        exit 1
    }
    echo "$name runs"
done
