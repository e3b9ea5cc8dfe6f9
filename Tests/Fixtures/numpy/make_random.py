"""Writes random.json: draws of NumPy's two seeded generators, run with NumPy as random.json names it."""
import json
from pathlib import Path

import numpy as np

WEIGHTS = [0.5, 0.0, 2.0, 1.25, 3.0, 0.25]


def legacy(seed):
    def state():
        return np.random.RandomState(seed)

    return {
        "seed": seed,
        "words": [int(w) for w in state().randint(0, 2**32, size=5, dtype=np.uint64)],
        "samples": state().random_sample(6).tolist(),
        "below7": state().randint(7, size=12).tolist(),
        "belowInt32Max": state().randint(2**31 - 1, size=5).tolist(),
        "below2To40": state().randint(2**40, size=5).tolist(),
        "permutation": state().permutation(700).tolist(),
        "choice": state().choice(6, size=12, p=np.array(WEIGHTS) / sum(WEIGHTS)).tolist(),
    }


def current(seed):
    generator = np.random.default_rng(seed)
    return {
        "seed": seed,
        "permutations": [generator.permutation(n).tolist() for n in (20, 20, 1, 300)],
    }


seeds = [0, 1, 42, 2**32 - 1]
document = {
    "numpy": np.__version__,
    "weights": WEIGHTS,
    "legacy": [legacy(seed) for seed in seeds],
    "current": [current(seed) for seed in seeds],
}
Path(__file__).with_name("random.json").write_text(json.dumps(document) + "\n")
