"""Encodes made-up texts with PyPI `tokenizers`: arguments are a tokenizer.json, a seed, a count.

Prints one JSON list of {text, ids, offsets, decoded}.
"""
import json
import random
import sys

from tokenizers import Tokenizer

SNIPPETS = (
    ["a", "e", "the", " the", "Hello", "you", "world", "XML", "Http", "iOS", "ǅ", "ʰ", "ª", "ß", "ſ", "K"]
    + ["'s", "'S", "'re", "'VE", "'ll", "'ſ", "'", "''", '"', "n't", "-", "_", ".", ",", "!", "?", "/", "//"]
    + [" ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\u00a0", "\u3000", "\u2028", "\u0085", "\u000b"]
    + ["0", "12", "123", "4567", "½", "²", "٣", "५", "Ⅷ", "①", "🄀", "é", "e\u0301", "\u0301", "\u0323", "\u0308"]
    + ["가", "\u1100\u1161", "\u1112\u1161\u11ab", "각", "한국", "क\u093c", "\u0958", "हिन्दी", "ไทย", "日本", "漢字", "の"]
    + ["Привет", "Ωμέγα", "\u2126", "\u212b", "שלום", "عالم", "😀", "👩\u200d👧", "👍🏽", "🇩🇪", "\u200d", "\ufeff"]
    + ["▁", "▁▁", "<0x41>", "<unk>", "<bos>", "<pad>", "[INST]", "[/INST]", "</turn>", "<|im_start|>", "<|im_end|>"]
    + ["<|eot_id|>", "<start_of_turn>", "<end_of_turn>", "<mask>", "<right>", "word", "<table>", "</think>"]
    + ["<|", "|>", "<", ">", "\u0000", "\u001f", "\u00ad", "\ufffd", "\U0010ffff", "ﬁ", "…", "“", "€", "ﬆ"]
)


def text(draw):
    parts = []
    for _ in range(draw.randrange(1, 14)):
        if draw.random() < 0.12:
            code = draw.choice([draw.randrange(0x250), draw.randrange(0x3100), draw.randrange(0x110000)])
            parts.append("" if 0xD800 <= code <= 0xDFFF else chr(code))
        else:
            parts.append(draw.choice(SNIPPETS))
    return "".join(parts)


def main():
    path, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    tokenizer = Tokenizer.from_file(path)
    draw = random.Random(seed)
    cases = []
    for _ in range(count):
        encoded = tokenizer.encode(made := text(draw), add_special_tokens=False)
        cases.append({
            "text": made,
            "ids": encoded.ids,
            "offsets": [position for pair in encoded.offsets for position in pair],
            "decoded": tokenizer.decode(encoded.ids, skip_special_tokens=True),
        })
    json.dump(cases, sys.stdout)


if __name__ == "__main__":
    main()
