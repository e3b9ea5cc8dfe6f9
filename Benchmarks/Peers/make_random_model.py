"""Writes a model of Qwen2.5-0.5B's shape with random bf16 weights: make_random_model.py FOLDER"""
import json
import struct
import sys
from pathlib import Path

import numpy as np
HIDDEN, WIDE, LAYERS, VOCABULARY, QUERY, KEY = 896, 4864, 24, 151936, 896, 128

CONFIG = dict(
    architectures=["Qwen2ForCausalLM"], model_type="qwen2", hidden_size=HIDDEN,
    intermediate_size=WIDE, num_hidden_layers=LAYERS, num_attention_heads=14,
    num_key_value_heads=2, vocab_size=VOCABULARY, max_position_embeddings=32768,
    rms_norm_eps=1e-6, rope_theta=1000000.0, hidden_act="silu", tie_word_embeddings=True,
    torch_dtype="bfloat16", use_sliding_window=False, eos_token_id=151645)


def tensors():
    """Names, shapes and what is added to the random values."""

    def tensor(*shape, base=0.0):
        return shape, base

    yield "model.embed_tokens.weight", tensor(VOCABULARY, HIDDEN)
    yield "model.norm.weight", tensor(HIDDEN, base=1.0)
    for i in range(LAYERS):
        name = f"model.layers.{i}."
        for norm in ("input_layernorm", "post_attention_layernorm"):
            yield f"{name}{norm}.weight", tensor(HIDDEN, base=1.0)
        for part, rows in (("q", QUERY), ("k", KEY), ("v", KEY)):
            yield f"{name}self_attn.{part}_proj.weight", tensor(rows, HIDDEN)
            yield f"{name}self_attn.{part}_proj.bias", tensor(rows)
        yield f"{name}self_attn.o_proj.weight", tensor(HIDDEN, QUERY)
        yield f"{name}mlp.gate_proj.weight", tensor(WIDE, HIDDEN)
        yield f"{name}mlp.up_proj.weight", tensor(WIDE, HIDDEN)
        yield f"{name}mlp.down_proj.weight", tensor(HIDDEN, WIDE)


def write(file):
    header, end = {}, 0
    for name, (shape, _) in tensors():
        begin, end = end, end + 2 * int(np.prod(shape))
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write(struct.pack("<Q", len(text)) + text)
    random = np.random.default_rng(0)
    for _, (shape, base) in tensors():
        values = random.standard_normal(shape, dtype=np.float32) * np.float32(0.02)
        bits = (values + np.float32(base)).view(np.uint32)
        file.write(((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16).tobytes())


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / "model.partial"
    with partial.open("wb") as file:
        write(file)
    partial.rename(folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(CONFIG, indent=2))
