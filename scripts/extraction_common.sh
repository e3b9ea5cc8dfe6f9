# What the two extraction scripts share; to be sourced. Defines extract and extract_and_push.
#
#   MODEL            the model's folder, or its id on the Hub; the one variable that is needed
#   MODEL_ID         the id that vectors are kept and pushed under (default: see 'extract --help')
#   N                how many personas, the first ones (default: all)
#   VARIANT          variants, separated by spaces (default: templated biography)
#   QA_TYPE          all, explicit or implicit (default: all); of explicit ones the baseline has none,
#                    and is left out
#   REPO             the dataset repository to push to, namespace/name (default: no push)
#   SKIP_FAILED      1, true or yes leaves personas out that fail
#   ACTIVATIONS_DIR  the store's folder
#   DATE             the day that chat templates write which ask for it, as 2026-01-31 (default: today);
#                    name it to go on with the same prompts another day
#   MASK_STRATEGY    mask strategies, separated by spaces (default: answer_mean)
#   PERSONAS         a folder or dataset repository (default: that of 'extract --help')
#   PERSONA_VECTORS  the program (default: persona-vectors on the PATH)

if [ -z "${MODEL:-}" ]; then
    echo "$(basename "$0"): set MODEL to a model's folder, for example MODEL=~/models/gemma-2-9b-it" >&2
    exit 64
fi

program="${PERSONA_VECTORS:-persona-vectors}"
variants="${VARIANT:-templated biography}"
masks="${MASK_STRATEGY:-answer_mean}"
kind="${QA_TYPE:-all}"
# Fixed once: the baseline and the personas must have the same prompts, also about midnight.
day="${DATE:-$(date +%Y-%m-%d)}"

case "${SKIP_FAILED:-}" in
1 | true | TRUE | True | yes) skip=--skip-failed ;;
"" | 0 | false | FALSE | False | no) skip= ;;
*)
    echo "$(basename "$0"): SKIP_FAILED is '$SKIP_FAILED'; set it to 1 or 0" >&2
    exit 64
    ;;
esac

# Runs extract with the options that all runs share, then those given; prints what it did.
extract() {
    # Variants and strategies are lists: they are meant to be split.
    # shellcheck disable=SC2086
    "$program" extract --model "$MODEL" ${MODEL_ID:+--model-id "$MODEL_ID"} \
        ${PERSONAS:+--personas "$PERSONAS"} --variants $variants --mask-strategy $masks \
        --qa-type "$kind" --date "$day" --activations-dir "$ACTIVATIONS_DIR" $skip \
        --format json "$@"
}

# The baseline first, then the personas, then the push, which also brings the card up to date.
# Takes further options of extract.
extract_and_push() {
    if [ "$kind" = explicit ]; then
        echo "$(basename "$0"): the baseline is left out: its free questions are all implicit" >&2
    else
        # With SKIP_FAILED the baseline may fail, too: what is wrong was said.
        extract --persona-id baseline_assistant "$@" || [ -n "$skip" ]
    fi
    done=$(extract ${N:+--sample-size "$N"} "$@")
    printf '%s\n' "$done"
    if [ -z "${REPO:-}" ]; then return; fi
    # The id that extract kept the vectors under.
    id=$(printf '%s\n' "$done" | sed -n 's/^  "model": "\(.*\)",$/\1/p')
    for mask in $masks; do
        # shellcheck disable=SC2086
        "$program" push --repo "$REPO" --model "$id" --mask-strategy "$mask" \
            --variants $variants --activations-dir "$ACTIVATIONS_DIR"
    done
}
