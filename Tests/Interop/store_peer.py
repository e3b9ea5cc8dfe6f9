"""The official safetensors library and json, as the peers of the local store.

    store_peer.py check FOLDER LIST    every id of LIST is in the manifest of FOLDER, and every
                                       tensor file there can be read
    store_peer.py describe FOLDER      every tensor of FOLDER with values and metadata, as JSON
    store_peer.py write FOLDER         a variant as the original writes it
"""

import json
import os
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save_file


def read_manifest(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def check(folder, list_path):
    with open(list_path, encoding="utf-8") as file:
        acknowledged = file.read().splitlines()
    manifest = read_manifest(folder)
    shape = [manifest["num_layers"], manifest["hidden_size"]]
    for name in os.listdir(folder):
        if not name.startswith(".") and name.endswith(".safetensors"):
            with safe_open(os.path.join(folder, name), framework="np") as file:
                assert list(file.get_tensor("activations").shape) == shape, name
    for item in acknowledged:
        assert item in manifest["personas"], item
        assert os.path.exists(os.path.join(folder, item + ".safetensors")), item
    print(f"{len(acknowledged)} acknowledged, all there")


def describe(folder):
    answer = {}
    for item, entry in read_manifest(folder)["personas"].items():
        with safe_open(os.path.join(folder, item + ".safetensors"), framework="np") as file:
            tensor = file.get_tensor("activations")
            answer[item] = {
                "entry": entry,
                "dtype": str(tensor.dtype),
                "shape": list(tensor.shape),
                "values": tensor.astype(numpy.float64).ravel().tolist(),
                "metadata": file.metadata(),
            }
    print(json.dumps(answer))


def write(folder):
    os.makedirs(folder)
    personas = {}
    dtypes = [numpy.float32, numpy.float16, numpy.float64]
    for index, dtype in enumerate(dtypes):
        item = f"peer-{index}"
        values = (numpy.arange(12).reshape(3, 4) + index / 2).astype(dtype)
        save_file({"activations": values}, os.path.join(folder, item + ".safetensors"))
        personas[item] = {"name": f"Peer é {index}", "sample_ids": [f"q{index}"]}
    manifest = {"num_layers": 3, "hidden_size": 4, "personas": personas}
    with open(os.path.join(folder, "manifest.json"), "w", encoding="utf-8") as file:
        file.write(json.dumps(manifest, indent=2))


{"check": check, "describe": describe, "write": write}[sys.argv[1]](*sys.argv[2:])
