"""Notes what python-dotenv makes of `.env` texts, with HOME_DIR=/home/ada set by the environment."""

import io
import json
import os
import pathlib

import dotenv

texts = [
    "",
    "A=1",
    "A=1\nB=2\n",
    "A=1\r\nB=2\r\n",
    "  A = 1  \n",
    "export A=1",
    "export  \tA=1",
    "exportA=1",
    "export=1",
    "A",
    "A=1\nA",
    "A=",
    "A=\nB=2",
    "A=b=c",
    "A=one two # comment",
    "A=one#two",
    "A= # comment",
    "A=#x",
    "# comment\nA=1 # x\n#B=2",
    "A='single # quoted' # comment",
    "A='it\\'s'",
    "A='back\\\\slash \\n'",
    'A="double # quoted"',
    'A="tab\\tline\\nquote\\" dollar\\$"',
    'A="two\nlines"\nB=2',
    "A='two\nlines'\nB=2",
    "A='unclosed\nB=2",
    'A="unclosed\nB=2',
    "A='x' y\nB=2",
    "'A B'=1",
    "''=1\nB=2",
    "A B=1\nC=3",
    "=1\nB=2",
    "A=${HOME_DIR}/x",
    "A='${HOME_DIR}'",
    'A="${HOME_DIR}"',
    "A=$HOME_DIR",
    "A=${MISSING}",
    "A=${MISSING:-fallback}",
    "A=${MISSING:-}",
    "A=${MISSING:x}",
    "A=${MISSING",
    "A=${}",
    "B=1\nA=${B}${B:-2}$",
    "A=${B}\nB=1",
    "HOME_DIR=/other\nA=${HOME_DIR}",
    "A=1\nA=2",
    "Ä=ü",
    "A=\u00a0nbsp\u00a0",
    "A=x\u2003# wide space",
    "A.B-C=1",
    "A=\t'x'\t",
    "\n\n\t\nA=1",
    "A=1\rB=2",
    "export\nA=1",
    "A=\"\\'\\a\"",
    "A=a\\nb",
    "A='x'# comment",
    "A='x\\\\'\nB=2",
    'A="x\\\\"\nB=2',
    "A='x\\",
    'A="a\\\nb"',
]
for name in list(os.environ):
    if name not in ("PATH",):
        del os.environ[name]
os.environ["HOME_DIR"] = "/home/ada"
cases = []
for text in texts:
    # What load_dotenv would set: the keys that have a value.
    reader = dotenv.main.DotEnv(None, stream=io.StringIO(text, newline=""), override=False)
    values = {key: value for key, value in reader.dict().items() if value is not None}
    cases.append({"text": text, "values": values})
path = pathlib.Path(__file__).parent / "dotenv.json"
path.write_text(json.dumps(cases, indent=1) + "\n")
