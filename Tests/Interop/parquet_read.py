"""Reads a vector dataset with pyarrow and with datasets, and prints both as JSON."""
import json
import os
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_CACHE"] = tempfile.mkdtemp()

import datasets
import pyarrow.parquet as pq

datasets.disable_progress_bars()
path = sys.argv[1]
metadata = pq.read_metadata(path)
table = pq.read_table(path)
dataset = datasets.load_dataset(
    "parquet", data_files=path, split="train", cache_dir=os.environ["HF_DATASETS_CACHE"])

# What `datasets` itself would have written for the same rows.
own = os.path.join(os.environ["HF_DATASETS_CACHE"], "own.parquet")
dataset.to_parquet(own)


def schema(path):
    file = pq.ParquetFile(path)
    leaves = [file.schema.column(i) for i in range(len(file.schema))]
    return [str(file.schema_arrow)] + [
        [leaf.path, leaf.physical_type, str(leaf.logical_type), leaf.max_definition_level,
         leaf.max_repetition_level] for leaf in leaves]


def chunk(group, column):
    column = metadata.row_group(group).column(column)
    return {"compression": column.compression, "encodings": sorted(column.encodings),
            "has_offset_index": column.has_offset_index,
            "has_dictionary_page": column.has_dictionary_page}


json.dump({
    "table": table.to_pylist(),
    "nbytes": datasets.Dataset.from_list(
        dataset.to_list(), features=dataset.features)._estimate_nbytes(),
    "features": repr(dataset.features),
    "dataset": dataset.to_list(),
    "schema_is_that_of_datasets": schema(path) == schema(own),
    "metadata_is_that_of_datasets":
        metadata.metadata[b"huggingface"] == pq.read_metadata(own).metadata[b"huggingface"]
        and metadata.metadata[b"ARROW:schema"] == pq.read_metadata(own).metadata[b"ARROW:schema"],
    "row_groups": [metadata.row_group(g).num_rows for g in range(metadata.num_row_groups)],
    "vector_chunks": [chunk(g, 3) for g in range(metadata.num_row_groups)],
    "created_by": metadata.created_by,
}, sys.stdout)
