"""Reads one vector through datasets, whose Arrow copy of the shard is made before."""
import os
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"

import datasets

from timing import answer, measure

datasets.disable_progress_bars()
with tempfile.TemporaryDirectory() as cache:
    dataset = datasets.load_dataset(
        "parquet", data_files=sys.argv[1], split="train", cache_dir=cache).with_format("numpy")
    answer({"datasets row as numpy": measure(lambda: dataset[150]["vector"], runs=31)})
