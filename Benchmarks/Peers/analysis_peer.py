"""The analyses of analysis-bench with the usual Python libraries: VECTORS_FILE RUNS."""
import sys

import numpy as np
import umap
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.manifold import Isomap

from timing import answer, measure


def prepare(samples):
    centered = samples - samples.mean(axis=0)
    norms = np.linalg.norm(centered, axis=1, keepdims=True)
    return centered / np.maximum(norms, 1e-12)


personas = np.fromfile(sys.argv[1], dtype=np.float32).reshape(1000, 42, 3584)
runs = int(sys.argv[2])
layer = prepare(personas[:, 20])


def cosine_and_pca():
    for position in range(personas.shape[1]):
        prepared = prepare(personas[:, position])
        prepared @ prepared.T
        PCA(n_components=2, svd_solver="full").fit_transform(prepared)


# umap-learn compiles itself in the first call, which `measure` does not count.
answer(
    {
        "cosine and pca": measure(cosine_and_pca, runs=1),
        "kmeans": measure(
            lambda: KMeans(n_clusters=8, n_init=1, random_state=0).fit(layer), runs=runs
        ),
        "isomap": measure(
            lambda: Isomap(n_neighbors=8, n_components=2).fit_transform(layer), runs=runs
        ),
        "linkage": measure(lambda: linkage(pdist(layer), "ward"), runs=runs),
        "umap": measure(
            lambda: umap.UMAP(
                n_neighbors=15, init="random", random_state=42, n_jobs=1
            ).fit_transform(layer),
            runs=runs,
        ),
    }
)
