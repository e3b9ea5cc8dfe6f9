"""Writes folds.json: scikit-learn's shuffled folds of the targets in splits.json, and what probes
score on them. Run with the Python of .deps/python, which has scikit-learn and safetensors."""

import json
import pathlib

import numpy as np
from safetensors.numpy import load_file
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

here = pathlib.Path(__file__).parent
vectors = here.parent / (
    "real/artifacts/activations/sentence-transformers__all-MiniLM-L6-v2/answer_mean/templated"
)
LAYER = 2
splits = json.loads((here / "splits.json").read_text())
matrix = np.stack(
    [load_file(vectors / f"{i}.safetensors")["activations"][LAYER] for i in splits["persona_ids"]]
)


def kept(entry):
    dropped = set(entry["dropped_persona_ids"])
    return [k for k, i in enumerate(splits["persona_ids"]) if i not in dropped]


def folder(entry, count, seed):
    kind = KFold if entry["task"] == "numeric" else StratifiedKFold
    return kind(count, shuffle=True, random_state=seed)


result = {"layer": LAYER, "folds": [], "scores": []}
for name, count, seed in [
    ("sex", 5, 0), ("race", 4, 3), ("race", 7, 1), ("religion", 3, 42),
    ("highest_degree_received", 5, 0), ("age", 5, 0), ("age", 7, 11),
]:
    entry = splits["attributes"][name]
    y = np.array(entry["y"])
    fold_of = np.zeros(len(y), dtype=int)
    for number, (_, test) in enumerate(folder(entry, count, seed).split(y.reshape(-1, 1), y)):
        fold_of[test] = number
    result["folds"].append(
        {"attribute": name, "count": count, "seed": seed, "fold_of": fold_of.tolist()}
    )

for name, model, kind, scoring in [
    ("age", Ridge(alpha=1.0), "ridge_regression", "r2"),
    (
        "race",
        LogisticRegression(class_weight="balanced", max_iter=5000, tol=1e-10),
        "logistic_regression",
        "balanced_accuracy",
    ),
]:
    entry = splits["attributes"][name]
    scores = cross_val_score(
        make_pipeline(StandardScaler(), model),
        matrix[kept(entry)].astype(np.float64),
        np.array(entry["y"]),
        cv=folder(entry, 5, 0),
        scoring=scoring,
    )
    result["scores"].append({"attribute": name, "kind": kind, "values": scores.tolist()})

(here / "folds.json").write_text(json.dumps(result) + "\n")
