#!/bin/sh
# Builds and runs all tests. Those that start servers run one after another, in a process of their
# own: a Hub, its clients and their transfers share few threads on a machine of two cores.
set -eu
cd "$(dirname "$0")/.."
swift="${SWIFT:-swift}"

serving='^(HuggingFaceHubTests|HubServerTests|PersonaVectorsHubTests)\.'
drawing='^PersonaReportsTests\.'

"$swift" build --build-tests
"$swift" test --skip-build --skip "$serving" --skip "$drawing"
"$swift" test --skip-build --filter "$drawing"
"$swift" test --skip-build --no-parallel --filter "$serving"
