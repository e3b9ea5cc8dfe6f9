"""Makes a tokenizer that fits the tiny models of this folder, and what transformers writes with it.

    pip install torch==2.13.0 transformers==5.23.0 tokenizers==0.23.3 safetensors==0.8.0
    python make_chat.py

The 160 tokens of `chat/tokenizer.json` are the ids that the models know. With it and a template of
`../chat_templates` a folder here is a model that can be talked to; `chat/expected.json` has its
greedy answers, plain and steered by hooks.
"""

import json
import shutil
import tempfile
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from make_models import NEW_TOKENS, greedy

HERE = Path(__file__).parent
CHAT = HERE / "chat"
SPECIAL = [
    "<pad>", "<bos>", "<eos>", "<unk>", "<|im_start|>", "<|im_end|>", "<start_of_turn>",
    "<end_of_turn>"]
CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<bos>", "eos_token": "<eos>",
    "unk_token": "<unk>"}
# Model of this folder → template of ../chat_templates.
MODELS = {"qwen2": "qwen2", "gemma2": "gemma2"}
SYSTEM = {"role": "system", "content": "You are Ada."}
USER = {"role": "user", "content": "Where do you live?"}


def write_tokenizer():
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="never")
    letters = "abcdefghijklmnopqrstuvwxyz"
    trainer = trainers.BpeTrainer(
        vocab_size=160, special_tokens=SPECIAL, show_progress=False,
        initial_alphabet=list(letters + letters.upper() + "0123456789.,:;!?'-()\n▁"))
    tokenizer.train_from_iterator([
        "You are a helpful assistant. I live in the city and work as a teacher.",
        "Where do you live? What do you think of the question? I think that it is good.",
        "user model assistant system the answer is that she was there with her mother"] * 9, trainer)
    assert tokenizer.get_vocab_size() == 160, tokenizer.get_vocab_size()
    CHAT.mkdir(exist_ok=True)
    tokenizer.save(str(CHAT / "tokenizer.json"))
    (CHAT / "tokenizer_config.json").write_text(json.dumps(CONFIG, indent=1) + "\n")


def fold(messages):
    return [{"role": "user", "content": messages[0]["content"] + "\n\n" + messages[1]["content"]}]


def answers(name):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE / name, folder, dirs_exist_ok=True)
        shutil.copytree(CHAT, folder, dirs_exist_ok=True)
        shutil.copy(
            HERE.parent / "chat_templates" / f"{MODELS[name]}.jinja", f"{folder}/chat_template.jinja")
        # Not AutoTokenizer: it would make of it what a real Qwen 2 or Gemma 2 has.
        tokenizer = transformers.PreTrainedTokenizerFast.from_pretrained(folder)
        model = transformers.AutoModelForCausalLM.from_pretrained(
            folder, dtype=torch.float32, attn_implementation="eager").eval()
    messages = [SYSTEM, USER] if name == "qwen2" else fold([SYSTEM, USER])
    text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    prompt = tokenizer(text, add_special_tokens=False).input_ids
    vectors = load_file(HERE / name / "expected.safetensors")
    band = {int(key.split(".")[1]): vectors[key] for key in vectors if key.startswith("steering.")}
    last = max(band)
    ends = {1, 2} if name == "gemma3" else {2}

    def answer(plan=None):
        tokens = greedy(model, prompt, plan)
        end = next((i for i, token in enumerate(tokens) if token in ends), NEW_TOKENS)
        tokens = tokens[:end + 1]
        return {"tokens": tokens, "text": tokenizer.decode(tokens, skip_special_tokens=True)}

    schedules = {
        "none": lambda step: 1.0, "dim": lambda step: max(0.0, 1.0 - step / (NEW_TOKENS - 1)),
        "start": lambda step: 1.0 if step < max(1, NEW_TOKENS // 3) else 0.0}
    return {
        "template": MODELS[name], "prompt": text, "ids": prompt, "plain": answer(),
        "vectorLayer": last,
        # Twice the vector of the last layer of the band.
        "vector": {
            schedule: answer(({last: 2.0 * band[last]}, factor))
            for schedule, factor in schedules.items()},
        # One and a half times all of them.
        "band": answer(({layer: 1.5 * band[layer] for layer in band}, schedules["none"]))}


def main():
    write_tokenizer()
    with torch.no_grad():
        expected = {name: answers(name) for name in MODELS}
    (CHAT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
