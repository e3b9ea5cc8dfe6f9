"""The official safetensors library as a peer of ours: reads what we wrote and writes for us to read.

safetensors_peer.py read FOLDER      every file in FOLDER as JSON on standard output
safetensors_peer.py write FOLDER     files of many kinds into FOLDER
safetensors_peer.py halves IN OUT    the F16 tensor `x` of IN, widened by NumPy to F32
safetensors_peer.py dtypes           the dtypes the library knows, in its order
safetensors_peer.py verdicts         for each input (length in 4 bytes, then the bytes) on standard
                                     input a line: 1 read, 0 refused
"""

import hashlib
import json
import pathlib
import re
import struct
import sys

import numpy as np
import safetensors
from safetensors import safe_open
from safetensors.numpy import save_file


def described(path):
    with safe_open(path, framework="np") as file:
        metadata = file.metadata()
    tensors = {}
    for name, tensor in safetensors.deserialize(path.read_bytes()):
        tensors[name] = {
            "dtype": tensor["dtype"],
            "shape": tensor["shape"],
            "sha256": hashlib.sha256(tensor["data"]).hexdigest(),
        }
    return {"metadata": metadata or {}, "tensors": tensors}


def read(folder):
    files = sorted(pathlib.Path(folder).glob("*.safetensors"))
    json.dump({path.name: described(path) for path in files}, sys.stdout)


def write(folder):
    values = np.array([[0.0, -0.0, 1 / 3, -0.5], [2 / 3, 80.0, 65504.0, 6e-8]])
    for dtype in ["bool", "u1", "i1", "u2", "i2", "f2", "u4", "i4", "f4", "c8", "f8", "i8", "u8"]:
        with np.errstate(invalid="ignore"):
            save_file({"x": values.astype(dtype)}, f"{folder}/{dtype}.safetensors")
    names = ["b", "a", "é", "", "quote\" \\ / \n\t\x01\x7f", "\U0001f98a", "\ufffd"]
    mixed = {name: values.astype("f4") * i for i, name in enumerate(names)}
    mixed["half"] = values.astype("f2")
    mixed["double"] = values
    mixed["scalar"] = np.array(7, dtype="i8")
    mixed["empty"] = np.zeros((3, 0), dtype="u1")
    save_file(mixed, f"{folder}/mixed.safetensors")
    save_file(mixed, f"{folder}/metadata.safetensors", {"name": "Zoë\n\"\u0000\""})
    save_file({}, f"{folder}/nothing.safetensors")


def halves(source, target):
    with safe_open(source, framework="np") as file:
        save_file({"x": file.get_tensor("x").astype(np.float32)}, target)


def dtypes():
    header = b'{"x":{"dtype":"?","shape":[0],"data_offsets":[0,0]}}'
    try:
        safetensors.deserialize(struct.pack("<Q", len(header)) + header)
    except safetensors.SafetensorError as error:
        known = str(error).split("expected one of")[1]
        json.dump(re.findall(r"`(\w+)`", known), sys.stdout)


def verdicts():
    stream = sys.stdin.buffer
    while length := stream.read(4):
        try:
            safetensors.deserialize(stream.read(struct.unpack("<I", length)[0]))
            print(1)
        except safetensors.SafetensorError:
            print(0)


command, *arguments = sys.argv[1:]
{"read": read, "write": write, "halves": halves, "dtypes": dtypes, "verdicts": verdicts}[command](
    *arguments
)
