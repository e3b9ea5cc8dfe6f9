"""The four pages of `persona-vectors analyze` with the usual libraries: VARIANT_FOLDER OUT."""
import json
import sys
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots
from safetensors.numpy import load_file
from sklearn.decomposition import PCA

PAIRS = 10


def prepare(samples):
    centered = samples - samples.mean(axis=0)
    norms = np.linalg.norm(centered, axis=1, keepdims=True)
    return centered / np.maximum(norms, 1e-12)


def with_slider(figure, traces_of_layer, layers, title):
    """All layers' traces, of which a slider shows one layer's."""
    counts = []
    for layer in range(layers):
        traces = traces_of_layer(layer)
        counts.append(len(traces))
        for trace, place in traces:
            trace.visible = layer == 0
            figure.add_trace(trace, **place)
    steps, first = [], 0
    for layer, count in enumerate(counts):
        shown = [first <= position < first + count for position in range(sum(counts))]
        steps.append({"method": "update", "label": str(layer), "args": [{"visible": shown}]})
        first += count
    figure.update_layout(title=title, sliders=[{"active": 0, "steps": steps}])
    return figure


def pca_page(prepared, names):
    def traces(layer):
        scores = PCA(n_components=3, svd_solver="full").fit_transform(prepared[layer])
        plane = go.Scatter(
            x=scores[:, 0], y=scores[:, 1], mode="markers", text=names, hoverinfo="text"
        )
        space = go.Scatter3d(
            x=scores[:, 0], y=scores[:, 1], z=scores[:, 2], mode="markers", text=names,
            hoverinfo="text",
        )
        return [(plane, {"row": 1, "col": 1}), (space, {"row": 1, "col": 2})]

    figure = make_subplots(1, 2, specs=[[{"type": "xy"}, {"type": "scene"}]])
    return with_slider(figure, traces, len(prepared), "Principal components")


def similarity_page(cosines, names):
    def traces(layer):
        return [(go.Heatmap(z=cosines[layer], x=names, y=names, zmin=-1, zmax=1), {})]

    return with_slider(go.Figure(), traces, len(cosines), "Cosine similarity")


def pairs_page(cosines, names):
    rows, columns = np.triu_indices(len(names), k=1)

    def traces(layer):
        values = cosines[layer][rows, columns]
        order = np.argsort(values)
        chosen = np.concatenate([order[:PAIRS], order[-PAIRS:]])
        labels = [f"{names[rows[i]]} – {names[columns[i]]}" for i in chosen]
        return [(go.Bar(x=values[chosen], y=labels, orientation="h"), {})]

    return with_slider(go.Figure(), traces, len(cosines), "Most and least similar pairs")


def scree_page(prepared):
    count = len(prepared)
    layers = range(count) if count <= 4 else (0, count // 3, 2 * count // 3, count - 1)
    figure = go.Figure(layout={"title": "Variance explained"})
    for layer in layers:
        ratios = PCA(n_components=20, svd_solver="full").fit(prepared[layer])
        figure.add_trace(
            go.Scatter(y=np.cumsum(ratios.explained_variance_ratio_), name=f"layer {layer}")
        )
    return figure


folder, out = Path(sys.argv[1]), Path(sys.argv[2])
out.mkdir(exist_ok=True)
manifest = json.loads((folder / "manifest.json").read_text())
people = {key: entry for key, entry in manifest["personas"].items() if "baseline" not in key}
vectors = np.stack([load_file(folder / f"{key}.safetensors")["activations"] for key in people])
names = [entry["name"] for entry in people.values()]
prepared = [prepare(vectors[:, layer]) for layer in range(vectors.shape[1])]
cosines = [samples @ samples.T for samples in prepared]
for name, page in {
    "pca": pca_page(prepared, names),
    "similarity": similarity_page(cosines, names),
    "pairs": pairs_page(cosines, names),
    "scree": scree_page(prepared),
}.items():
    page.write_html(out / f"{name}.html", include_plotlyjs=True)
