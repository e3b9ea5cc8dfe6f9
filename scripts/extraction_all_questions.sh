#!/bin/sh
# Vectors from all questions put to each persona, of both sides of the split; into
# artifacts/persona-vectors, and to the Hub.
#
#   MODEL=~/models/gemma-2-9b-it N=100 REPO=lab/persona-vectors scripts/extraction_all_questions.sh
#
# The variables are those of extraction_common.sh. Options, such as --threads 4 or --shard 1/2, go to
# 'extract'.
set -eu
ACTIVATIONS_DIR="${ACTIVATIONS_DIR:-${ARTIFACTS_DIR:-artifacts}/persona-vectors}"
. "$(dirname "$0")/extraction_common.sh"
extract_and_push "$@"
