"""Trains the tokenizers of this folder and records what PyPI `tokenizers` makes of awkward texts.

Run with tokenizers 0.23.3:  python make_tokenizers.py
"""
import json
import pathlib

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers
from tokenizers import pre_tokenizers, processors, trainers

HERE = pathlib.Path(__file__).parent
DIGITS = r"\p{N}"
SPACES = r"\s*[\r\n]+|\s+(?!\S)|\s+"
CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
LEAD = r"[^\r\n\p{L}\p{N}]?"


def cl100k(number):
    return rf"{CONTRACTIONS}|{LEAD}\p{{L}}+|{number}| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*|{SPACES}"


def o200k(number, ending):
    return (
        f"{LEAD}{UPPER}*{LOWER}+{ending}|{LEAD}{UPPER}+{LOWER}*{ending}|{number}|"
        rf" ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|{SPACES}"
    )


MARKS = (
    rf"{CONTRACTIONS}|{LEAD}[\p{{L}}\p{{M}}]+|{DIGITS}|"
    rf" ?[^\s\p{{L}}\p{{M}}\p{{N}}]+[\r\n]*|{SPACES}"
)


def corpus():
    """Sentences from small word lists, with other scripts among them."""
    names = "Ana Bela Carlos Dmitri Zoë Thảo Ingrid Minh Keisha Patrick Lučić Søren".split()
    verbs = "lives works studies plays remembers answers believes thinks understands".split()
    places = "Oakland London Zürich København Kraków Reykjavík Ciudad Hà Nội Tōkyō".split()
    things = "the question the answer a profile an electrician her mother's school".split(" ")
    for i in range(4000):
        yield (
            f"{names[i % 12]} {verbs[i * 7 % 9]} in {places[i * 5 % 9]}, {i * 37 % 2024}. "
            f"I'm {18 + i % 60} years old; you're {things[i % 8]} and we'll see they've "
            f"{verbs[i * 11 % 9]} {things[i * 3 % 8]}.\n\n  Person profile:\tAnswer {i}"
        )
        if i % 10 == 0:
            yield "Привет, как дела? Хорошо. Ελληνικά γράμματα. 日本語のテキストです。漢字も。"
            yield "한국어 문장입니다. مرحبا بالعالم हिन्दी में लिखना ไทย 😀 👩‍👩‍👧 naïve café déjà"
            yield "def answer(self, x):\n    return {'a': [1, 2, 3]}  # comment\n\tHTTPServer XMLHttpRequest"


def trained(pre_tokenizer, special, size=1500, alphabet=None, normalizer=None, **model):
    tokenizer = Tokenizer(models.BPE(**model))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=special, initial_alphabet=alphabet or [],
        limit_alphabet=400, show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    return tokenizer


def byte_level(expression, special, normalizer=None, **model):
    split = pre_tokenizers.Split(Regex(expression), behavior="isolated")
    pre = pre_tokenizers.Sequence(
        [split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer = trained(
        pre, special, alphabet=pre_tokenizers.ByteLevel.alphabet(), normalizer=normalizer, **model)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def llama3():
    bos = "<|begin_of_text|>"
    tokenizer = byte_level(
        cl100k(DIGITS + "{1,3}"),
        [bos, "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
        ignore_merges=True)
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(
            single=f"{bos} $A", pair=f"{bos} $A {bos} $B",
            special_tokens=[(bos, tokenizer.token_to_id(bos))]),
    ])
    return tokenizer


def qwen2():
    tokenizer = byte_level(
        cl100k(DIGITS), ["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        normalizer=normalizers.NFC())
    tokenizer.add_tokens([AddedToken("<tool_call>", normalized=False), AddedToken("</think>")])
    return tokenizer


def sentence_piece(pre_tokenizer, normalizer, decoder, byte_fallback=True):
    """A vocabulary as converters make it from SentencePiece: specials, bytes, then pieces."""
    special = ["<pad>", "<eos>", "<bos>", "<unk>"]
    fallback = [f"<0x{byte:02X}>" for byte in range(256)] if byte_fallback else []
    # Word borders while training only: the models merge across spaces less than they could.
    tokenizer = trained(
        pre_tokenizers.Metaspace(prepend_scheme="never"), special + fallback, unk_token="<unk>",
        fuse_unk=True)
    described = json.loads(tokenizer.to_str())
    described["model"]["byte_fallback"] = byte_fallback
    described["added_tokens"] = [
        token for token in described["added_tokens"] if token["content"] not in fallback]
    tokenizer = Tokenizer.from_str(json.dumps(described))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoder
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<bos> $A", pair="<bos> $A <bos> $B",
        special_tokens=[("<bos>", tokenizer.token_to_id("<bos>"))])
    return tokenizer


def gemma():
    tokenizer = sentence_piece(
        pre_tokenizers.Split(" ", behavior="merged_with_previous"), normalizers.Replace(" ", "▁"),
        decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]))
    tokenizer.add_special_tokens(["<start_of_turn>", "<end_of_turn>"])
    tokenizer.add_tokens(
        [AddedToken(text, normalized=False) for text in ["\n\n", "\n\n\n", "▁▁", "▁▁▁", "<table>"]])
    return tokenizer


LLAMA2_DECODER = [
    decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(),
    decoders.Strip(" ", 1, 0)]


def mistral_legacy():
    tokenizer = sentence_piece(
        None, normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]),
        decoders.Sequence(LLAMA2_DECODER))
    tokenizer.add_special_tokens([AddedToken("[INST]", normalized=False)])
    tokenizer.add_tokens([AddedToken("</turn>", normalized=True)])
    return tokenizer


def mistral_metaspace():
    tokenizer = sentence_piece(
        pre_tokenizers.Metaspace(prepend_scheme="first", split=False), None,
        decoders.Sequence(LLAMA2_DECODER))
    tokenizer.add_special_tokens(["[INST]", "[/INST]"])
    return tokenizer


def metaspace_unknowns():
    return sentence_piece(
        pre_tokenizers.Metaspace(prepend_scheme="always", split=True), None,
        decoders.Metaspace(prepend_scheme="always"), byte_fallback=False)


def tekken():
    return byte_level(o200k(DIGITS, ""), ["<unk>", "<s>", "</s>", "[INST]"], ignore_merges=True)


def gpt4o():
    return byte_level(o200k(DIGITS + "{1,3}", CONTRACTIONS + "?"), ["<|endoftext|>"])


def qwen3_marks():
    return byte_level(MARKS, ["<|im_start|>"], normalizer=normalizers.NFC())


def gpt2():
    tokenizer = trained(
        pre_tokenizers.ByteLevel(add_prefix_space=True), ["<|endoftext|>"],
        alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=True)
    tokenizer.add_tokens([
        AddedToken("<mask>", lstrip=True, normalized=False),
        AddedToken("<right>", rstrip=True, normalized=False),
        AddedToken("word", single_word=True, normalized=True)])
    return tokenizer


KINDS = [
    llama3, qwen2, qwen3_marks, gpt2, tekken, gpt4o, gemma, mistral_legacy, mistral_metaspace,
    metaspace_unknowns,
]

TRICKY = [
    "", " ", "  ", "   a", "a   ", "\n", "\n\n", " \n \n  x", "\r\n\r\n", "\t\tx\t", "a\u00a0b\u2003c",
    "\u0085\u2028\u2029 \u000b\u000c x", "Hello world", "Hello, world!!! ...", "hello  world   again",
    "I'm you're WE'LL they'VE it'S he'D don't 'tis ''s 's", "'\u017f 'K \u212a's I'\u017fx",
    "12345678901234567890", "3.14159 1,000,000 ١٢٣٤ ५६७८ ½ ² Ⅷ", "a1b2c3", "CamelCaseWords HTTPServer iOS",
    "ABCdef ǅabc ʰx ªº", "\u0301abc", "e\u0301", "é", "a\u0301\u0323 a\u0323\u0301", "\u1e69 s\u0323\u0307",
    "한국어", "\u1112\u1161\u11ab", "\u0958\u0915\u093c", "\u212b \u2126 \u00c5", "ﬁ ﬂ ﬆ", "日本語のテキスト",
    "漢字漢字漢字", "Привет мир", "مرحبا بالعالم", "שלום", "हिन्दी", "ไทย", "😀", "👩‍👩‍👧‍👦 x", "🇩🇪🇫🇷",
    "👍🏽!", "a\u200db", "\ufeffbom", "\ufffd", "\u0000\u0001\u001f", "\U0010ffff", "\U00031350 \U0001e030",
    "\u1c89\u088f\ua7ce", "\u0295x X\u0295", "▁", "▁▁▁", " ▁ a▁b", "<0x41>", "<0xE2><0x82>", "€uro €€",
    "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nHi<|eot_id|>",
    "<|im_start|>user\nHi<|im_end|>\n", "<start_of_turn>user\nHi<end_of_turn>\n",
    "[INST] Hi [/INST] yes</turn> no</turn>", "<bos><eos><unk><pad>", "<|im_start", "<|im_start|><|im_start|>",
    "x <mask> y  <right>  z<mask><right>", "word sword word. words word_ (word)", "<tool_call></think>",
    "\n\n\n\n\n", "a\n\n\nb", "<table>", "a/b//c/\n", "http://example.org/a?b=c&d=1#e", "x" * 300,
    "ab" * 200, " " * 100, "the quick brown fox " * 20, "a" + "\u0301" * 20, "naïve café déjà-vu",
    "def f(x):\n    return {'a': [1, 2, 3]}  # comment\n", "Answer only with the label (A, B, C).",
    "Zoë's mother's school", "A. Yes\nB. No\n\n", "\u200b\u200c\u2060", "…—–“”‘’", "¿Qué? ¡Sí!", "a\rb\r\nc\nd",
]


def record(tokenizer, text):
    plain = tokenizer.encode(text, add_special_tokens=False)
    return {
        "text": text,
        "ids": plain.ids,
        "offsets": [position for pair in plain.offsets for position in pair],
        "special": tokenizer.encode(text).ids,
        "decoded": tokenizer.decode(plain.ids, skip_special_tokens=True),
        "kept": tokenizer.decode(plain.ids, skip_special_tokens=False),
    }


def main():
    for kind in KINDS:
        path = HERE / f"{kind.__name__}.json"
        tokenizer = kind()
        path.write_text(json.dumps(
            json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":")), "utf-8")
        tokenizer = Tokenizer.from_file(str(path))
        cases = [record(tokenizer, text) for text in TRICKY]
        (HERE / f"{kind.__name__}.expected.json").write_text(
            json.dumps(
                {"vocabularySize": tokenizer.get_vocab_size(), "cases": cases},
                ensure_ascii=True, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main()
