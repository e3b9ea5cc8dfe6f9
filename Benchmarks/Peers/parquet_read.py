"""Reads the vectors of a whole shard: parquet_read.py PLAIN DATASETS."""
import os
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
import pyarrow.parquet as pq

from timing import answer, measure

plain, own = sys.argv[1:]


def to_numpy(path, out=None):
    column = pq.read_table(path, columns=["vector"], memory_map=True)["vector"]
    parts = [chunk.flatten().flatten().to_numpy() for chunk in column.chunks]
    return np.concatenate(parts, out=out).reshape(len(column), 42, 3584)


at_hand = np.zeros_like(to_numpy(plain)).reshape(-1)
times = {"pyarrow to numpy": measure(lambda: to_numpy(plain)),
         "pyarrow to numpy, an array at hand": measure(lambda: to_numpy(plain, at_hand)),
         "pyarrow to numpy, the file of datasets": measure(lambda: to_numpy(own))}

import datasets

datasets.disable_progress_bars()
with tempfile.TemporaryDirectory() as cache:
    dataset = datasets.load_dataset("parquet", data_files=own, split="train", cache_dir=cache)
    count = 40

    def rows():
        return np.stack([np.array(dataset[r]["vector"], np.float32) for r in range(count)])

    # A fifth of the rows, times five: they are slow, and all alike.
    scale = len(dataset) / count
    times["datasets rows"] = measure(rows, scale=scale)
    dataset.set_format("numpy")
    times["datasets rows as numpy"] = measure(
        lambda: np.stack([dataset[r]["vector"] for r in range(count)]), scale=scale)
answer(times)
