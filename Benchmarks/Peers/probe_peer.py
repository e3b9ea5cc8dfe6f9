"""Sweeps probes as scikit-learn's users do: standardise, split 80/20, fit, measure.

Arguments: a file of float32 vectors (personas × layers × features), a JSON file of targets by
attribute, the number of layers, of features, and of runs.
"""
import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import balanced_accuracy_score, r2_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from timing import answer, measure

layers, features, runs = map(int, sys.argv[3:6])
vectors = np.fromfile(sys.argv[1], np.float32).reshape(-1, layers, features)
targets = {name: np.array(values) for name, values in json.load(open(sys.argv[2])).items()}
BINARY, ORDINAL, NUMERIC = {"sex", "born_in_us"}, "highest_degree_received", "age"


def split(name, y):
    return train_test_split(
        np.arange(len(y)), test_size=0.2, random_state=0, stratify=None if name == NUMERIC else y
    )


def difference_of_means(x, y, train, test):
    low, high = x[train][y[train] == 0].mean(0), x[train][y[train] == 1].mean(0)
    direction = high - low
    return (x[test] @ direction - (low + high) @ direction / 2 >= 0).astype(int)


def sweep():
    rows = []
    for name, y in targets.items():
        train, test = split(name, y)
        for layer in range(layers):
            x = vectors[:, layer]
            if name in BINARY:
                found = difference_of_means(x, y, train, test)
                rows.append(balanced_accuracy_score(y[test], found))
            if name in (ORDINAL, NUMERIC):
                model = Ridge(alpha=1.0)
            else:
                model = LogisticRegression(class_weight="balanced", max_iter=5000)
            found = make_pipeline(StandardScaler(), model).fit(x[train], y[train]).predict(x[test])
            if name == NUMERIC:
                rows.append(r2_score(y[test], found))
            else:
                ranks = np.clip(np.rint(found), 0, y.max())
                rows.append(balanced_accuracy_score(y[test], ranks))
    return rows


answer({"sweep": measure(sweep, runs=runs)})
