"""Writes the shard that parquet-bench writes, as push_to_hub of the original does."""
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import datasets
import numpy as np
from datasets import Array2D, Dataset, Features, List, Value

from timing import answer, measure

datasets.disable_progress_bars()
rows, layers, hidden = 200, 42, 3584
values = np.random.default_rng(0).standard_normal((rows, layers, hidden), dtype=np.float32)
samples = [f"question-{s}-of-the-set" for s in range(50)]
features = Features({
    "persona_id": Value("string"), "name": Value("string"), "sample_ids": List(Value("string")),
    "vector": Array2D((layers, hidden), "float32")})


def write():
    Dataset.from_list(
        [{"persona_id": f"persona-{r}", "name": f"Persona {r}", "sample_ids": samples,
          "vector": values[r]} for r in range(rows)],
        features=features).to_parquet(sys.argv[1])


answer({"Dataset.from_list().to_parquet": measure(write)})
