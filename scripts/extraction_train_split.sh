#!/bin/sh
# Vectors from the train side of each persona's questions, so that the shared multiple-choice ones
# stay unseen; into artifacts/activations, and to the Hub.
#
#   MODEL=~/models/gemma-2-9b-it N=100 REPO=lab/persona-vectors scripts/extraction_train_split.sh
#
#   N_TRAIN          how many questions of the train side (default: 50)
#   … and those of extraction_common.sh
#
# Options, such as --threads 4 or --shard 1/2, go to 'extract'.
set -eu
ACTIVATIONS_DIR="${ACTIVATIONS_DIR:-${ARTIFACTS_DIR:-artifacts}/activations}"
. "$(dirname "$0")/extraction_common.sh"
extract_and_push --n-train "${N_TRAIN:-50}" "$@"
