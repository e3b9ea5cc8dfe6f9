"""Writes tiny models of Tests/Fixtures/models as GGUF files, for the tests of the llama backend.

    python make_gguf.py MODEL_FOLDER FILE

Weights become float32 and the file has no vocabulary: ids come from elsewhere. Knows the families
of those models. The tensors are bit for bit those that convert_hf_to_gguf.py of the llama.cpp in
llama-cpp-python 0.3.36 writes, but for Gemma 2's queries, see `scale_of_queries`.

That converter makes a Llama of a Mistral, and a Llama of llama.cpp knows no window (nor does its
`mistral3`, of later models). The file of a model that has one is right for texts no longer than it.
"""

import json
import math
import sys
from pathlib import Path

import gguf
import numpy as np

NAMES = {
    "model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight"}
PARTS = {
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down"}
# Gemma has a norm after attention too, which takes the name that others give the one before the
# feed-forward part.
GEMMA_PARTS = {
    **PARTS, "post_attention_layernorm": "post_attention_norm",
    "pre_feedforward_layernorm": "ffn_norm", "post_feedforward_layernorm": "post_ffw_norm"}


def tensors(file):
    """Names and float32 values of a safetensors file; numpy has no bfloat16."""
    data = file.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    for name, info in json.loads(data[8:start]).items():
        if name == "__metadata__":
            continue
        begin, end = (start + offset for offset in info["data_offsets"])
        raw = data[begin:end]
        if info["dtype"] == "BF16":
            values = (np.frombuffer(raw, np.uint16).astype(np.uint32) << 16).view(np.float32)
        else:
            values = np.frombuffer(raw, {"F16": np.float16, "F32": np.float32}[info["dtype"]])
        yield name, values.astype(np.float32).reshape(info["shape"])


def renamed(name, parts):
    if name in NAMES:
        return NAMES[name]
    _, _, layer, rest = name.split(".", 3)
    part, kind = rest.rsplit(".", 1)
    return f"blk.{layer}.{parts[part]}.{kind}"


def interleaved(values, heads):
    """llama.cpp turns neighbours of a Llama head, transformers its halves."""
    return values.reshape(heads, 2, -1, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)


def frequency_factors(config, size):
    """What Llama 3 divides its frequencies by."""
    rope = config.get("rope_scaling")
    if not rope or rope["rope_type"] != "llama3":
        return None
    trained = rope["original_max_position_embeddings"]
    low, high = rope["low_freq_factor"], rope["high_freq_factor"]
    factors = []
    for index in range(0, size, 2):
        wave = 2 * math.pi * config["rope_theta"] ** (index / size)
        if wave < trained / high:
            factors.append(1.0)
        elif wave > trained / low:
            factors.append(rope["factor"])
        else:
            smooth = (trained / wave - low) / (high - low)
            factors.append(1 / ((1 - smooth) / rope["factor"] + smooth))
    return np.array(factors, np.float32)


def scale_of_queries(config, size):
    """What queries are multiplied by so that llama.cpp's scale of scores is the model's.

    llama.cpp divides by the root of the head size, which for the released models is what their
    configurations say (it knows the exception by its number of layers). Here they may differ: the
    file cannot say so, its weights can.
    """
    return math.sqrt(size / config.get("query_pre_attn_scalar", size))


def add_gemma(writer, config):
    """What only Gemma's files say."""
    writer.add_sliding_window(config["sliding_window"])
    if config.get("attn_logit_softcapping"):
        writer.add_attn_logit_softcapping(config["attn_logit_softcapping"])
    if config.get("final_logit_softcapping"):
        writer.add_final_logit_softcapping(config["final_logit_softcapping"])
    if config.get("rope_local_base_freq"):
        writer.add_rope_freq_base_swa(config["rope_local_base_freq"])
    if config.get("rope_scaling"):  # of the layers without a window
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(config["rope_scaling"]["factor"])


def main(folder, target):
    config = json.loads((folder / "config.json").read_text())
    kind = {"mistral": "llama"}.get(config["model_type"], config["model_type"])
    config = config.get("text_config", config)
    heads, key_heads = config["num_attention_heads"], config["num_key_value_heads"]
    size = config.get("head_dim") or config["hidden_size"] // heads
    is_gemma = kind.startswith("gemma")
    writer = gguf.GGUFWriter(target, kind)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("none")
    writer.add_vocab_size(config["vocab_size"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(key_heads)
    writer.add_key_length(size)
    writer.add_value_length(size)
    writer.add_rope_dimension_count(size)
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(
        config.get("rope_theta") or config["rope_parameters"]["rope_theta"])
    if is_gemma:
        add_gemma(writer, config)
    factors = frequency_factors(config, size)
    if factors is not None:
        writer.add_tensor("rope_freqs.weight", factors)
    for file in sorted(folder.glob("model*.safetensors")):
        for name, values in tensors(file):
            if kind == "llama" and name.endswith("q_proj.weight"):
                values = interleaved(values, heads)
            if kind == "llama" and name.endswith("k_proj.weight"):
                values = interleaved(values, key_heads)
            if kind == "gemma2" and name.endswith("q_proj.weight"):
                values = values * np.float32(scale_of_queries(config, size))
            if is_gemma and name.endswith("norm.weight"):  # kept as the distance from 1
                values = values + np.float32(1)
            name = name.removeprefix("language_model.")
            writer.add_tensor(renamed(name, GEMMA_PARTS if is_gemma else PARTS), values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
