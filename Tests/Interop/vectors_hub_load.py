"""Loads every split of a repository with `datasets` and prints what came, as JSON."""

import json, os, sys
endpoint, home, repo = sys.argv[1:]
os.environ.update(
    HF_ENDPOINT=endpoint, HF_HOME=home, HF_TOKEN="hf_alice",
    HF_HUB_DISABLE_XET="1", HF_HUB_DISABLE_TELEMETRY="1",
    HF_UPDATE_DOWNLOAD_COUNTS="0", HF_HUB_DISABLE_PROGRESS_BARS="1")
import datasets
answer = {"configs": datasets.get_dataset_config_names(repo), "splits": {}}
for config in answer["configs"]:
    for split in datasets.get_dataset_split_names(repo, config):
        rows = datasets.load_dataset(repo, config, split=split)
        answer["splits"][config + "/" + split] = {
            "feature": type(rows.features["vector"]).__name__,
            "shape": list(rows.features["vector"].shape), "rows": list(rows)}
print(json.dumps(answer))
