"""What it takes to see one vector of a split with `datasets`, after a small config of the same
repository that loads modules.

    hub_first_row.py ENDPOINT REPOSITORY SMALL_CONFIG CONFIG SPLIT PERSONA_ID CACHE
"""

import os
import sys

endpoint, repository, small, config, split, persona_id, cache = sys.argv[1:]
os.environ.update(
    HF_ENDPOINT=endpoint,
    HF_HOME=cache,
    HF_HUB_DISABLE_XET="1",
    HF_HUB_DISABLE_PROGRESS_BARS="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    HF_HUB_ETAG_TIMEOUT="120",
    HF_HUB_DOWNLOAD_TIMEOUT="120",
    HF_TOKEN="hf_nobody",
)

import datasets  # noqa: E402: it reads the environment

from timing import answer, measure  # noqa: E402

datasets.disable_progress_bars()


def first_row(config, persona_id):
    rows = datasets.load_dataset(repository, config, split=split)
    index = rows["persona_id"].index(persona_id)
    return rows.with_format("numpy")[index]["vector"]


first_row(small, "persona-0")
answer(
    {
        "load_dataset and a row": measure(
            lambda: first_row(config, persona_id), runs=1, warm_ups=0
        )
    }
)
