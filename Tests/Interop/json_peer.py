"""Python's own json module, as the peer of the manifest's reader and writer.

    json_peer.py random SEED indent|compact   a large random value, written by json.dumps
    json_peer.py rewrite FILE                 reads and writes a file as the original does
"""

import json
import random
import struct
import sys


def random_text(generator):
    alphabets = [
        range(0x20, 0x7F), range(0x00, 0x21), range(0x7F, 0x800), range(0x800, 0xD800),
        range(0xD800, 0xE000), range(0xE000, 0x10000), range(0x10000, 0x110000),
    ]
    alphabet = generator.choice(alphabets[:1] * 6 + alphabets)
    return "".join(chr(generator.choice(alphabet)) for _ in range(generator.randrange(0, 12)))


def random_number(generator):
    kind = generator.randrange(5)
    if kind == 0:
        return generator.randrange(-1000, 1000)
    if kind == 1:
        return generator.randrange(-(10**30), 10**30)
    if kind == 2:
        return struct.unpack("<d", generator.randbytes(8))[0]
    if kind == 3:
        return generator.uniform(-1, 1) * 10.0 ** generator.randrange(-20, 20)
    return float(generator.randrange(2**52, 2**54))


def random_value(generator, depth):
    kind = generator.randrange(8 if depth < 5 else 5)
    if kind == 0:
        return generator.choice([None, True, False])
    if kind in (1, 2):
        return random_number(generator)
    if kind in (3, 4):
        return random_text(generator)
    count = generator.randrange(0, 6)
    if kind == 5:
        return [random_value(generator, depth + 1) for _ in range(count)]
    return {random_text(generator): random_value(generator, depth + 1) for _ in range(count)}


def main(arguments):
    if arguments[0] == "random":
        generator = random.Random(int(arguments[1]))
        value = [random_value(generator, 0) for _ in range(8000)]
        text = json.dumps(value, indent=2) if arguments[2] == "indent" else json.dumps(value)
        sys.stdout.write(text)
    else:
        with open(arguments[1], encoding="utf-8") as file:
            value = json.load(file)
        with open(arguments[1], "w", encoding="utf-8") as file:
            file.write(json.dumps(value, indent=2))


main(sys.argv[1:])
