"""Makes the arrays that the tests of NumPyFiles read. Run it with the Python of .deps/python."""

import io
import json
import pathlib
import struct
import zipfile

import numpy as np

here = pathlib.Path(__file__).parent
bad = here / "bad"
bad.mkdir(exist_ok=True)
expected = {}


def note(name, array):
    expected[name] = {
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "values": array.astype("f8").ravel(order="C").tolist(),
    }


values = np.array([[0.5, -1.25, 3.0, 65504.0], [0.0, -0.0, 2.0**-24, 1e-3], [7, 8, 9, 10]])
for code in ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8"]:
    order = {"<": "little", ">": "big"}[code[0]]
    for fortran in [False, True]:
        array = np.asarray(values, dtype=code, order="F" if fortran else "C")
        name = f"{code[1:]}-{order}{'-fortran' if fortran else ''}.npy"
        np.save(here / name, array)
        note(name, array)
shapes = {"one.npy": (4,), "three.npy": (2, 3, 2), "scalar.npy": (), "empty.npy": (0, 4)}
for name, shape in shapes.items():
    array = np.arange(int(np.prod(shape)), dtype="<f4").reshape(shape)
    np.save(here / name, array)
    note(name, array)
cube = np.asfortranarray(np.arange(12, dtype="<f4").reshape(2, 3, 2))
np.save(here / "three-fortran.npy", cube)
note("three-fortran.npy", cube)
for version in [(2, 0), (3, 0)]:
    name = f"version-{version[0]}.npy"
    with open(here / name, "wb") as file:
        np.lib.format.write_array(file, values.astype("<f4"), version=version)
    note(name, values.astype("<f4"))


def with_header(literal, body, magic=b"\x93NUMPY\x01\x00"):
    literal = literal.encode()
    return magic + struct.pack("<H", len(literal)) + literal + body


plain = values.astype("<f4")
body = plain.tobytes()
good = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }\n"
by_hand = {
    "double-quotes.npy": good.replace("'", '"'),
    "other-order.npy": "{'shape': (3, 4), 'descr': '<f4', 'fortran_order': False}\n",
    "native.npy": good.replace("<f4", "=f4"),
    "python2.npy": good.replace("(3, 4)", "(3L, 4L)"),
}
for name, literal in by_hand.items():
    (here / name).write_bytes(with_header(literal, body))
    assert name == "python2.npy" or np.array_equal(np.load(here / name), plain)
    note(name, plain)

# Archives.
first, second = plain, np.asfortranarray(plain[:2] * 2)
np.savez(here / "stored.npz", first=first, second=second)
np.savez_compressed(here / "compressed.npz", **{"first": first, "naïve-ид": second})
np.savez(here / "unnamed.npz", first)
with zipfile.ZipFile(here / "with-comment.npz", "w") as archive:
    archive.comment = b"made by hand"
    archive.writestr("first.npy", with_header(good, body))
    archive.writestr("notes.txt", "not an array")
for name, keys in {
    "stored.npz": ["first", "second"],
    "compressed.npz": ["first", "naïve-ид"],
    "unnamed.npz": ["arr_0"],
    "with-comment.npz": ["first"],
}.items():
    loaded = np.load(here / name)
    for key in keys:
        note(f"{name}/{key}", loaded[key])

# What cannot be read.
np.save(bad / "int64.npy", np.arange(4))
np.save(bad / "bool.npy", np.array([True]))
np.save(bad / "complex64.npy", np.array([1j], dtype="c8"))
np.save(bad / "structured.npy", np.zeros(2, dtype=[("a", "<f4"), ("b", "<f4")]))
np.save(bad / "object.npy", np.array([{}], dtype=object), allow_pickle=True)
files = {
    "empty-file.npy": b"",
    "magic-only.npy": b"\x93NUMPY",
    "other-magic.npy": b"\x93NUMPX\x01\x00" + with_header(good, body)[8:],
    "version-9.npy": with_header(good, body, b"\x93NUMPY\x09\x00"),
    "header-cut.npy": with_header(good, body)[:40],
    "body-cut.npy": with_header(good, body)[:-1],
    "trailing.npy": with_header(good, body) + b"x",
    "header-not-dictionary.npy": with_header("[1, 2]\n", body),
    "key-missing.npy": with_header("{'descr': '<f4', 'fortran_order': False}\n", body),
    "key-unknown.npy": with_header(good.replace("}", "'more': 1}"), body),
    "key-twice.npy": with_header(good.replace("}", "'descr': '<f4'}"), body),
    "shape-negative.npy": with_header(good.replace("3,", "-3,"), body),
    "shape-huge.npy": with_header(
        good.replace("3, 4", "4611686018427387904, 4611686018427387904"), body),
    "order-not-boolean.npy": with_header(good.replace("False", "0"), body),
    "text-behind.npy": with_header(good.strip() + " x\n", body),
    "bfloat16.npy": with_header(good.replace("<f4", "<V2"), body[:24]),
    "float128.npy": with_header(good.replace("<f4", "<f16"), body * 4),
}
for name, content in files.items():
    (bad / name).write_bytes(content)


def archive_bytes(compression=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        archive.writestr(zipfile.ZipInfo("first.npy"), with_header(good, body), compression)
    return buffer.getvalue()


stored, packed = archive_bytes(), archive_bytes(zipfile.ZIP_DEFLATED)
directory = stored.rindex(b"PK\x01\x02")
content = stored.index(b"\x93NUMPY")


def patched(data, offset, piece):
    return data[:offset] + piece + data[offset + len(piece):]


packed_directory = packed.rindex(b"PK\x01\x02")
archives = {
    "empty-file.npz": b"",
    "not-a-zip.npz": b"this is not a zip file, and long enough to hold an end record",
    "cut.npz": stored[:-30],
    "checksum.npz": patched(stored, content + 90, b"\xff\xff"),
    "encrypted.npz": patched(stored, directory + 8, b"\x01\x00"),
    "bzip2.npz": archive_bytes(zipfile.ZIP_BZIP2),
    "deflate-damaged.npz": patched(packed, 45, b"\xff" * 8),
    "size-too-large.npz": patched(packed, packed_directory + 24, b"\xf0\xff\xff\xff"),
    "member-outside.npz": patched(stored, directory + 42, b"\xf0\xff\xff\x7f"),
    "directory-outside.npz": patched(stored, len(stored) - 6, b"\xf0\xff\xff\x7f"),
    "count-too-large.npz": patched(stored, len(stored) - 12, b"\xff\x7f"),
    "not-an-array.npz": None,
}
for name, data in archives.items():
    if data is not None:
        (bad / name).write_bytes(data)
with zipfile.ZipFile(bad / "not-an-array.npz", "w") as archive:
    archive.writestr(zipfile.ZipInfo("first.npy"), "text")

(here / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
