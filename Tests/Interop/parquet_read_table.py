"""Reads a table of plain columns with pyarrow, and prints types and rows as JSON."""
import json
import sys

import pyarrow.parquet as pq

table = pq.read_table(sys.argv[1])
json.dump({"types": [str(field.type) for field in table.schema], "names": table.column_names,
           "rows": [list(row.values()) for row in table.to_pylist()]}, sys.stdout)
