#!/bin/sh
# Installs what the build and the tests need; quick when everything is there already.
#   system libraries and tools  Debian packages (apt-get, as root or through sudo)
#   Python peers                a private environment in .deps/python, for the interchange tests
set -eu
cd "$(dirname "$0")/.."
mkdir -p .deps

apt_packages="python3-venv pkg-config libopenblas-dev libcurl4-openssl-dev zlib1g-dev"

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

Scripts/deps-arrow.sh
