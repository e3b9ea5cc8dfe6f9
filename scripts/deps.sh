#!/bin/sh
# Installs what the build and the tests need; quick when everything is there already.
#   system libraries and tools  Debian packages (apt-get, as root or through sudo)
#   Chromium and strace         for the tests of pages and of what reaches the disk
#   Python peers                a private environment in .deps/python, for the interchange tests
set -eu
cd "$(dirname "$0")/.."
mkdir -p .deps

apt_packages="python3-venv pkg-config libopenblas-dev libcurl4-openssl-dev zlib1g-dev chromium strace"

missing=""
if command -v dpkg-query >/dev/null 2>&1; then
    for package in $apt_packages; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
fi
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then
        apt_get="apt-get"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        apt_get="sudo apt-get"
    else
        echo "deps: missing Debian packages; run: sudo apt-get install$missing" >&2
        exit 1
    fi
    $apt_get update -q >&2
    DEBIAN_FRONTEND=noninteractive $apt_get install -y -q --no-install-recommends $missing >&2
fi

# The stamp holds the requirements that the environment was made from.
requirements="Tests/Interop/requirements.txt"
if ! cmp -s "$requirements" .deps/python/requirements.txt; then
    rm -rf .deps/python
    python3 -m venv .deps/python
    .deps/python/bin/python -m pip install --quiet --disable-pip-version-check -r "$requirements"
    cp "$requirements" .deps/python/requirements.txt
fi

scripts/deps-arrow.sh

# Plotly.js for the pages: out of the wheel of plotly, checked by its digest.
plotly_version=6.3.0
plotly_digest=122e3be346d66616944d0b83eaaf7242581508c3c1cfa0995a17af0d83eff770
plotly=.deps/plotly/plotly.min.js
if ! echo "$plotly_digest  $plotly" | sha256sum --check --status 2>/dev/null; then
    wheels=$(mktemp -d)
    .deps/python/bin/python -m pip download --quiet --disable-pip-version-check --no-deps \
        --only-binary=:all: -d "$wheels" "plotly==$plotly_version"
    mkdir -p .deps/plotly
    .deps/python/bin/python - "$wheels"/plotly-*.whl "$plotly" <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, open(sys.argv[2], "wb") as target:
    target.write(wheel.read("plotly/package_data/plotly.min.js"))
END
    rm -rf "$wheels"
    echo "$plotly_digest  $plotly" | sha256sum --check --status || {
        echo "deps: plotly $plotly_version does not hold the Plotly.js that was checked" >&2
        exit 1
    }
fi
