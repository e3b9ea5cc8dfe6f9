"""Writes vector datasets as other programs do: parquet_write.py KIND PATH.

Every kind holds the rows of `rows()`; the vector of row r is r * 6 + 0 ... 5 as 2 x 3.
"""
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

COUNT = 7


def rows():
    return {
        "persona_id": [f"p{r}" for r in range(COUNT)],
        "name": [f"Name {r}" for r in range(COUNT)],
        "sample_ids": [[f"q{s}" for s in range(r)] for r in range(COUNT)],
        "vector": [(np.arange(6, dtype=np.float32) + 6 * r).reshape(2, 3).tolist()
                   for r in range(COUNT)],
    }


def table(vector_type, **changes):
    columns = rows() | changes
    return pa.table({
        "persona_id": columns["persona_id"],
        "name": columns["name"],
        "sample_ids": pa.array(columns["sample_ids"], pa.list_(pa.string())),
        "vector": pa.array(columns["vector"], vector_type),
    })


def replaced(row, value):
    vectors = rows()["vector"]
    vectors[row] = value
    return vectors


def large(path):
    """90 rows of 4 x 12500 in one chunk, several rows a page; row r is r + 0, 1, 2 ..."""
    count, layers, hidden = 90, 4, 12500
    values = np.arange(layers * hidden, dtype=np.float32) + np.arange(count, dtype=np.float32)[:, None]
    offsets = lambda size, step: pa.array(np.arange(0, size + 1, step, dtype=np.int32))
    inner = pa.ListArray.from_arrays(offsets(values.size, hidden), pa.array(values.ravel()))
    outer = pa.ListArray.from_arrays(offsets(count * layers, layers), inner)
    pq.write_table(pa.table({"vector": outer}), path, write_page_index=True)


F32 = pa.list_(pa.list_(pa.float32()))
required = pa.field("item", pa.float32(), nullable=False)

KINDS = {
    "datasets": None,
    "large": large,
    "plain": lambda path: pq.write_table(
        table(F32), path, compression="none", use_dictionary=False, write_page_index=True,
        data_page_size=1),
    "no_statistics": lambda path: pq.write_table(table(F32), path, write_statistics=False),
    "no_arrow_schema": lambda path: pq.write_table(table(F32), path, store_schema=False),
    "lz4": lambda path: pq.write_table(table(F32), path, compression="lz4"),
    "two_row_groups_v2": lambda path: pq.write_table(
        table(F32), path, row_group_size=4, data_page_version="2.0", compression="zstd",
        write_page_index=True, data_page_size=1),
    "checksums": lambda path: pq.write_table(table(F32), path, write_page_checksum=True),
    "old_lists": lambda path: pq.write_table(
        table(F32), path, use_compliant_nested_type=False, version="1.0"),
    "fixed_size": lambda path: pq.write_table(
        table(pa.list_(pa.list_(pa.float32(), 3), 2)), path),
    "large_float64": lambda path: pq.write_table(
        table(pa.large_list(pa.large_list(pa.float64()))), path),
    "float16": lambda path: pq.write_table(table(pa.list_(pa.list_(pa.float16()))), path),
    "required": lambda path: pq.write_table(table(pa.list_(pa.list_(required))), path),
    "null_row_3": lambda path: pq.write_table(table(F32, vector=replaced(3, None)), path),
    "empty_row_3": lambda path: pq.write_table(table(F32, vector=replaced(3, [])), path),
    "null_value_in_row_3": lambda path: pq.write_table(
        table(F32, vector=replaced(3, [[18, 19, 20], [21, None, 23]])), path),
    "longer_row_3": lambda path: pq.write_table(
        table(F32, vector=replaced(3, [[18, 19, 20], [21, 22, 23], [0, 0, 0]])), path),
    "transposed_row_3": lambda path: pq.write_table(
        table(F32, vector=replaced(3, [[18, 19], [20, 21], [22, 23]])), path),
    "integers": lambda path: pq.write_table(table(pa.list_(pa.list_(pa.int32()))), path),
    "dictionary_strings": lambda path: pq.write_table(
        table(F32).set_column(0, "persona_id", pa.array(rows()["persona_id"])
                              .dictionary_encode()), path),
}


def write_datasets(path):
    from datasets import Array2D, Dataset, Features, List, Value

    features = Features({
        "persona_id": Value("string"), "name": Value("string"),
        "sample_ids": List(Value("string")), "vector": Array2D((2, 3), "float32")})
    Dataset.from_dict(rows(), features=features).to_parquet(path)


kind, path = sys.argv[1:]
(KINDS[kind] or write_datasets)(path)
