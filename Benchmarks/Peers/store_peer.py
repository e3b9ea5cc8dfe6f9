"""What the Python original's local store does, with safetensors and json: the manifest is read at
each load and list, and rewritten whole at each save.

    store_peer.py save FOLDER COUNT    COUNT single saves of 7 x 384 with 50 sample ids
    store_peer.py read FOLDER          load, lists, names and layers over a variant that is there
    store_peer.py bundle FOLDER        the aligned bundle of both variants of a store
"""

import itertools
import json
import os
import sys

import numpy
from safetensors.numpy import load_file, save_file

from timing import answer, measure


def read_manifest(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def save_all(folder, count):
    os.makedirs(folder)
    values = numpy.random.default_rng(0).standard_normal((7, 384)).astype(numpy.float32)
    sample_ids = [f"sample-{index:04d}-of-the-set" for index in range(50)]
    path = os.path.join(folder, "manifest.json")
    for index in range(count):
        item = f"persona-{index:05d}"
        manifest = (
            read_manifest(folder)
            if os.path.exists(path)
            else {"num_layers": 7, "hidden_size": 384, "personas": {}}
        )
        save_file({"activations": values}, os.path.join(folder, item + ".safetensors"))
        manifest["personas"][item] = {"name": f"Name {index}", "sample_ids": sample_ids}
        with open(path, "w", encoding="utf-8") as file:
            file.write(json.dumps(manifest, indent=2))


def save(folder, count):
    numbers = itertools.count()
    return {"save": measure(lambda: save_all(f"{folder}/{next(numbers)}", count))}


def load(folder, item):
    if item not in read_manifest(folder)["personas"]:
        raise FileNotFoundError(item)
    return load_file(os.path.join(folder, item + ".safetensors"))["activations"]


def names(folder):
    personas = read_manifest(folder)["personas"]
    return {item: entry["name"] for item, entry in personas.items() if entry.get("name")}


def read(folder):
    item = sorted(read_manifest(folder)["personas"])[7]
    return {
        "list": measure(lambda: sorted(read_manifest(folder)["personas"])),
        "names": measure(lambda: names(folder)),
        "layers": measure(lambda: list(range(read_manifest(folder)["num_layers"]))),
        "load": measure(lambda: load(folder, item)),
    }


def bundle(root):
    folders = [os.path.join(root, variant) for variant in ("templated", "biography")]

    def work():
        manifests = [read_manifest(folder)["personas"] for folder in folders]
        ids = sorted(set(manifests[0]) & set(manifests[1]))
        return [numpy.stack([load(folder, item) for item in ids]) for folder in folders]

    return {"bundle": measure(work)}


command, folder, *counts = sys.argv[1:]
commands = {"save": save, "read": read, "bundle": bundle}
answer(commands[command](folder, *map(int, counts)))
