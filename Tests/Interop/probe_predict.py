"""Applies a saved probe with PyPI safetensors and NumPy, and prints its answers as JSON.

Arguments: the probe's folder, then activation files. The scores are those of the format's
description: scale, project, x @ weight.T + bias.
"""
import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

folder, files = Path(sys.argv[1]), sys.argv[2:]
probe = json.loads((folder / "probe.json").read_text())
weights = load_file(folder / "weights.safetensors")
x = np.stack([load_file(name)["activations"][probe["layer"]] for name in files])
if "scaler_mean" in weights:
    x = (x - weights["scaler_mean"]) / weights["scaler_scale"]
if "pca_components" in weights:
    x = (x - weights["pca_mean"]) @ weights["pca_components"].T
scores = x @ weights["weight"].T + weights["bias"]
if probe["task"] == "numeric":
    answers = scores[:, 0].tolist()
elif probe["task"] == "ordinal":
    ranks = np.clip(np.rint(scores[:, 0]), 0, len(probe["class_names"]) - 1)
    answers = [probe["class_names"][int(rank)] for rank in ranks]
else:
    answers = [probe["class_names"][int(row.argmax())] for row in scores]
json.dump({"schema": probe["schema_version"], "scores": scores.tolist(), "answers": answers}, sys.stdout)
