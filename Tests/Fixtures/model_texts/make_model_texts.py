"""Writes the text sides of models in every layout that Hugging Face folders have had, and what
transformers makes of them.

    pip install transformers==5.23.0 tokenizers==0.23.3 jinja2==3.1.6 persona-data==0.7.0
    python make_model_texts.py

A folder here plus one tokenizer of `../tokenizers` as its tokenizer.json is the folder of a model.
Conversations are rendered by `format_messages` of persona_data, which folds system messages.
"""
import datetime
import json
import pathlib
import shutil
import tempfile

from persona_data.prompts import format_messages, supports_system_role
from transformers import AutoTokenizer
from transformers.utils import chat_template_utils

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE.parent
NOW = datetime.datetime(2026, 3, 7, 9, 5, 8)


class FrozenDate(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


chat_template_utils.datetime = FrozenDate


def template(name):
    return (FIXTURES / "chat_templates" / f"{name}.jinja").read_text("utf-8")


def token(text, **flags):
    return {"__type": "AddedToken", "content": text, "lstrip": False, "normalized": False,
            "rstrip": False, "single_word": False, **flags}


def plain(text):
    return {"content": text, "lstrip": False, "normalized": False, "rstrip": False,
            "single_word": False}


BASE = {"tokenizer_class": "PreTrainedTokenizerFast"}
# Name → tokenizer of ../tokenizers, files.
LAYOUTS = {
    # Transformers 4: everything in one file, tokens as texts.
    "one_file": ("qwen2", {
        "tokenizer_config.json": BASE | {
            "bos_token": None, "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>",
            "additional_special_tokens": ["<|im_start|>", "<|im_end|>"],
            "add_bos_token": False, "chat_template": template("qwen2")},
        "generation_config.json": {"eos_token_id": [2, 0], "temperature": 0.7}}),
    # A template of its own counts before the settings, which have an old one; tokens as objects.
    "own_template": ("llama3", {
        "tokenizer_config.json": BASE | {
            "bos_token": token("<|begin_of_text|>"), "eos_token": token("<|eot_id|>"),
            "chat_template": "an old one"},
        "chat_template.jinja": template("llama31"),
        "generation_config.json": {"eos_token_id": [1, 4]}}),
    # A list of named templates, and the tokens in a file of older versions.
    "named_templates": ("gemma", {
        "tokenizer_config.json": BASE | {
            "eos_token": "</old>", "chat_template": [
                {"name": "tool_use", "template": "for tools"},
                {"name": "default", "template": template("gemma2")}]},
        "special_tokens_map.json": {
            "bos_token": plain("<bos>"), "eos_token": plain("<eos>"), "pad_token": "<pad>",
            "additional_special_tokens": ["<start_of_turn>", "<end_of_turn>"]},
        "generation_config.json": {"eos_token_id": 1}}),
    # A list of added tokens says that the older file is out of date; a token with a name of its own.
    "added_tokens": ("mistral_legacy", {
        "tokenizer_config.json": BASE | {
            "added_tokens_decoder": {"2": {k: v for k, v in plain("<bos>").items()} | {
                "special": True}},
            "bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>",
            "extra_special_tokens": {"turn_token": "[INST]"},
            "chat_template": template("mistral1")},
        "special_tokens_map.json": {"bos_token": "<pad>"}}),
}

SYSTEM = {"role": "system", "content": "  You are Zoë.\n\nStay in character. "}
USER = {"role": "user", "content": "How old are you?"}
ANSWER = {"role": "assistant", "content": " I'm 28.\n"}
CHATS = {
    "user": [USER], "system-user": [SYSTEM, USER],
    "system-user-assistant": [SYSTEM, USER, ANSWER], "user-assistant": [USER, ANSWER],
    "empty system": [{"role": "system", "content": ""}, USER, ANSWER],
    "user-user": [USER, USER],
}


def write(name):
    kind, files = LAYOUTS[name]
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file, content in files.items():
        text = content if file.endswith(".jinja") else json.dumps(content, indent=1) + "\n"
        (folder / file).write_text(text, "utf-8")
    return kind, folder


def expected(name):
    kind, folder = write(name)
    with tempfile.TemporaryDirectory() as model:
        shutil.copytree(folder, model, dirs_exist_ok=True)
        shutil.copy(FIXTURES / "tokenizers" / f"{kind}.json", f"{model}/tokenizer.json")
        tokenizer = AutoTokenizer.from_pretrained(model)
    cases = []
    for chat, messages in CHATS.items():
        for prompt in [False, True]:
            case = {"chat": chat, "prompt": prompt}
            try:
                text, _ = format_messages(messages, tokenizer, add_generation_prompt=prompt)
                case["text"] = text
                case["ids"] = tokenizer(text, add_special_tokens=False).input_ids
            except Exception as error:
                case["error"] = str(error)
            cases.append(case)
    return {
        "tokenizer": kind, "supportsSystemRole": supports_system_role(tokenizer),
        "namedTokens": tokenizer.special_tokens_map,
        "specialIDs": sorted(set(tokenizer.all_special_ids)), "cases": cases}


def main():
    models = {name: expected(name) for name in LAYOUTS}
    (HERE / "expected.json").write_text(json.dumps(
        {"now": NOW.isoformat(), "chats": CHATS, "models": models}, ensure_ascii=False,
        indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
