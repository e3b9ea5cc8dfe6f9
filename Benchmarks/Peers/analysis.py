"""Runs the analyses of AnalysisBench with the usual Python libraries.

Reads the name of a piece of work a line, runs it once, answers with what it took.
"""

import json
import sys
import time

import numpy as np
import umap
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.manifold import Isomap


def prepare(samples):
    centered = samples - samples.mean(axis=0)
    norms = np.linalg.norm(centered, axis=1, keepdims=True)
    return centered / np.maximum(norms, 1e-12)


personas = np.fromfile(sys.argv[1], dtype=np.float32).reshape(1000, 42, 3584)
layer = prepare(personas[:, 20])


def cosine_and_pca():
    for position in range(personas.shape[1]):
        prepared = prepare(personas[:, position])
        prepared @ prepared.T
        PCA(n_components=2, svd_solver="full").fit_transform(prepared)


def run_umap():
    return umap.UMAP(n_neighbors=15, init="random", random_state=42, n_jobs=1).fit_transform(layer)


works = {
    "cosine and PCA, 42 layers": cosine_and_pca,
    "k-means, 8 clusters": lambda: KMeans(n_clusters=8, n_init=1, random_state=0).fit(layer),
    "Isomap": lambda: Isomap(n_neighbors=8, n_components=2).fit_transform(layer),
    "linkage, ward": lambda: linkage(pdist(layer), "ward"),
    "UMAP": run_umap,
}

# umap-learn compiles itself on its first call, which is not what is compared.
run_umap()
for line in sys.stdin:
    wall, cpu = time.perf_counter(), time.process_time()
    works[line.strip()]()
    print(
        json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}),
        flush=True,
    )
