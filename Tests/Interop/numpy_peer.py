"""Reads what the command line exported, as NumPy and safetensors read it, and prints it as JSON.

Usage: numpy_peer.py FILE…   .npy, .npz or .safetensors
"""

import json
import pathlib
import sys

import numpy as np
from safetensors import safe_open


def described(array):
    return {
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "values": array.astype("f8").ravel().tolist(),
    }


result = {}
for path in map(pathlib.Path, sys.argv[1:]):
    if path.suffix == ".npz":
        with np.load(path) as archive:
            result[path.name] = {name: described(archive[name]) for name in archive.files}
    elif path.suffix == ".npy":
        result[path.name] = {"": described(np.load(path))}
    else:
        with safe_open(path, "np") as file:
            result[path.name] = {name: described(file.get_tensor(name)) for name in file.keys()}
print(json.dumps(result))
