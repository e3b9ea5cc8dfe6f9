"""Records where the parts of conversations stand in their text and among the tokens that PyPI
`tokenizers` makes of it, and which tokens each mask strategy selects.

Run with tokenizers 0.23.3:  python make_masks.py

The rules are those of the Python original (persona-vectors 0.8.10): the parts are searched one
behind the other, as they are and else stripped; a part's tokens are those from the first that ends
behind its start to the last that starts before its end.
"""
import json
import pathlib

import tokenizers

HERE = pathlib.Path(__file__).parent
PARTS = ("system", "question", "answer")

CHATS = {
    "qwen2": (
        "<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{question}<|im_end|>\n"
        "<|im_start|>assistant\n{answer}<|im_end|>\n"),
    "gemma": (
        "<bos><start_of_turn>user\n{system}\n\n{question}<end_of_turn>\n"
        "<start_of_turn>model\n{answer}<end_of_turn>\n"),
    "mistral_legacy": "<bos>[INST] {system}\n\n{question} [/INST] {answer}<eos>",
    "llama3": (
        "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\n{system}<|eot_id|>"
        "<|start_header_id|>user<|end_header_id|>\n\n{question}<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n{answer}<|eot_id|>"),
}
# A special token and, where there is one, an added token that is none.
SPECIAL = {
    "qwen2": "<|im_end|>", "gemma": "<end_of_turn>", "mistral_legacy": "[INST]",
    "llama3": "<|eot_id|>"}
ADDED = {
    "qwen2": "<tool_call>", "gemma": "<table>", "mistral_legacy": "</turn>", "llama3": "<table>"}

# Name → form (None: the chat of the tokenizer), parts as they are given, parts as the text has
# them where that differs.
CASES = {
    "plain": (
        None, ("Ana lives in Oakland. She's 31 years old.", "Who are you?", "I'm an electrician."),
        None),
    "parts that begin and end inside a token": (
        "Now she {system}s and {question}ion: she re{answer}s it.",
        ("lives in London and answer", "studies the quest", "member"), None),
    "two parts of one token": (
        "She {system}. She {question}{answer}s it.", ("lives in London", "thinks and re", "member"),
        None),
    "decomposed": (
        None,
        ("Zoe\u0308 works in Zu\u0308rich.", "Cafe\u0301 a\u0301\u0323?",
         "Nai\u0308ve, de\u0301ja\u0300 \u1112\u1161\u11ab e\u0301"), None),
    "borders between a letter and its accent": (
        "In {system}\u0301 she {question}\u0301\u0323, the cafe{answer}\u0308.",
        ("the cafe", "thinks a", "\u0301 thinks u"), None),
    "emoji": (
        None, ("😀 Ana 👍🏽", "👩‍👩‍👧 in 🇩🇪?", "🇫🇷 and 👩‍👩‍👧‍👦"), None),
    "white space that the template strips": (
        None, (" \n Ana lives in London.\u3000", "\u001fWho is she?\u00a0\n", "\t Ana.\u2028"),
        ("Ana lives in London.", "Who is she?", "Ana.")),
    "white space that stays": (None, ("  Ana \n", " Who?\n\n", "\n\n yes  "), None),
    "no spaces between words": (
        None, ("日本語のテキストです。", "漢字も、한국어 문장?", "ไทย漢字漢字。"), None),
    "a short answer": (None, ("Ana lives in London.", "Is that a city?", "a"), None),
    "special tokens alone between parts": (
        "{system}{special}{question}{special}{answer}",
        ("Ana lives in London.", "Who is she?", "Ana thinks"), None),
    "added tokens between parts": (
        "{system}{added}{question}{added}{answer}",
        ("Ana lives in London.", "Who is she?", "Ana thinks"), None),
}


def spans(given, text):
    """Start and end of each part, in code points."""
    found, start = [], 0
    for part in given:
        for needle in filter(None, (part, part.strip())):
            position = text.find(needle, start)
            if position >= 0:
                break
        else:
            raise ValueError(f"{part!r} is not in {text!r}")
        start = position + len(needle)
        found.append([position, start])
    return found


def covering(span, offsets):
    """The first token of a part and the one behind its last."""
    first = min(i for i, (_, end) in enumerate(offsets) if end > span[0])
    last = max(i for i, (start, _) in enumerate(offsets) if start < span[1])
    assert first <= last
    return [first, last + 1]


def masks(tokens, ids, special):
    system, question, answer = tokens
    behind = question[1]
    closed = behind < len(ids) and ids[behind] in special
    return {
        "persona_mean": list(range(*system)),
        "persona_last": [system[1] - 1],
        "question_last": [question[1] - 1],
        "question_last_special": [behind] if closed else None,
        "answer_previous": [answer[0] - 1],
        "answer_first": [answer[0]],
        "answer_last": [answer[1] - 1],
        "answer_mean": list(range(*answer)),
    }


def record(kind, name, tokenizer, special):
    form, given, shown = CASES[name]
    text = (form or CHATS[kind]).format(
        special=SPECIAL[kind], added=ADDED[kind], **dict(zip(PARTS, shown or given)))
    encoded = tokenizer.encode(text, add_special_tokens=False)
    places = spans(given, text)
    tokens = [covering(span, encoded.offsets) for span in places]
    check(name, kind, places, tokens, encoded.offsets)
    return {
        "name": name, "text": text, "parts": dict(zip(PARTS, given)),
        "spans": dict(zip(PARTS, places)), "ids": encoded.ids,
        "offsets": [position for pair in encoded.offsets for position in pair],
        "tokens": dict(zip(PARTS, tokens)), "masks": masks(tokens, encoded.ids, special),
    }


def check(name, kind, places, tokens, offsets):
    """Stops when a case is no longer one of what its name says."""
    begins = [offsets[first][0] < start for (first, _), (start, _) in zip(tokens, places)]
    ends = [offsets[behind - 1][1] > end for (_, behind), (_, end) in zip(tokens, places)]
    if name == "parts that begin and end inside a token":
        assert all(begins) and all(ends), (kind, begins, ends)
    if name == "two parts of one token":
        assert tokens[1][1] - 1 == tokens[2][0], kind
    if name == "emoji":
        assert all(len(set(offsets[slice(*part)])) < part[1] - part[0] for part in tokens), kind
    if name == "borders between a letter and its accent" and kind == "qwen2":
        assert offsets[tokens[2][0]][0] == places[2][0] + 1


def main():
    models = {}
    for kind in CHATS:
        tokenizer = tokenizers.Tokenizer.from_file(str(HERE / f"{kind}.json"))
        added = tokenizer.get_added_tokens_decoder()
        special = {number for number, token in added.items() if token.special}
        models[kind] = [record(kind, name, tokenizer, special) for name in CASES]
    (HERE / "masks.expected.json").write_text(
        json.dumps(
            {"tokenizers": tokenizers.__version__, "models": models}, ensure_ascii=True,
            separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main()
