"""Makes the tiny models of this folder and what transformers answers for them.

    pip install torch==2.13.0 transformers==5.23.0 safetensors==0.8.0 numpy==2.4.6
    python make_models.py [NAME...]

Every model is random and seeded. The expected values are torch's in float32 on the stored weights:
the output of every decoder block (forward hooks, so the last row is before the final norm), the
logits of the last token, and greedy continuations, plain and steered by hooks.

The weights are the same on every machine; the expected values differ in their last bits between
processors. Names of models as arguments leave the files of the others as they are.
"""

import json
import math
import shutil
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file, save_file

HERE = Path(__file__).parent
TOKENS = 48
NEW_TOKENS = 12

COMMON = dict(
    vocab_size=160, hidden_size=64, intermediate_size=88, num_hidden_layers=4,
    num_attention_heads=4, num_key_value_heads=2, head_dim=16, rms_norm_eps=1e-6,
    max_position_embeddings=256, bos_token_id=1, eos_token_id=2, pad_token_id=0,
    attention_dropout=0.0,
)

# How a configuration of transformers 4 spells what transformers 5 puts into rope_parameters.
V4 = "transformers 4"


def llama(T):
    return T.LlamaForCausalLM, T.LlamaConfig(
        **COMMON, tie_word_embeddings=False,
        rope_parameters=dict(
            rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0,
            high_freq_factor=4.0, original_max_position_embeddings=32))


def qwen2(T):
    config = {**COMMON, "num_hidden_layers": 5}
    config.pop("head_dim")
    return T.Qwen2ForCausalLM, T.Qwen2Config(
        **config, tie_word_embeddings=True,
        rope_parameters=dict(rope_type="default", rope_theta=1000000.0))


def qwen3(T):
    return T.Qwen3ForCausalLM, T.Qwen3Config(
        **{**COMMON, "head_dim": 24}, tie_word_embeddings=True,
        rope_parameters=dict(rope_type="default", rope_theta=1000000.0))


def gemma2(T):
    return T.Gemma2ForCausalLM, T.Gemma2Config(
        **{**COMMON, "hidden_size": 56}, sliding_window=16, query_pre_attn_scalar=20,
        attn_logit_softcapping=2.0, final_logit_softcapping=3.0,
        hidden_activation="gelu_pytorch_tanh",
        rope_parameters=dict(rope_type="default", rope_theta=10000.0))


def gemma3(T):
    return T.Gemma3ForCausalLM, T.Gemma3TextConfig(
        **{**COMMON, "num_hidden_layers": 7}, sliding_window=12, query_pre_attn_scalar=16,
        hidden_activation="gelu_pytorch_tanh",
        rope_parameters=dict(
            full_attention=dict(rope_type="linear", rope_theta=1000000.0, factor=8.0),
            sliding_attention=dict(rope_type="default", rope_theta=10000.0)))


def mistral(T, window=20):
    return T.MistralForCausalLM, T.MistralConfig(
        **{**COMMON, "num_hidden_layers": 3}, sliding_window=window, tie_word_embeddings=False,
        rope_parameters=dict(rope_type="default", rope_theta=10000.0))


def mistral_without_window(T):
    """As the checkpoints since Mistral 7B v0.2 are."""
    return mistral(T, window=None)


FAMILIES = {
    "llama": (llama, torch.bfloat16), "qwen2": (qwen2, torch.bfloat16),
    "qwen3": (qwen3, torch.float16), "gemma2": (gemma2, torch.bfloat16),
    "gemma3": (gemma3, torch.bfloat16), "mistral": (mistral, torch.float32),
    # Of every family weights that may be multiplied with rounded input. A model's place is its
    # seed: new ones come last.
    "qwen3-bf16": (qwen3, torch.bfloat16), "mistral-bf16": (mistral_without_window, torch.bfloat16),
}


def fill(model, seed):
    """Weights large enough that every part of a block changes the result."""
    generator = torch.Generator().manual_seed(seed)
    gemma = "gemma" in type(model).__name__.lower()
    with torch.no_grad():
        for name, value in model.named_parameters():
            noise = torch.randn(value.shape, generator=generator)
            if name.endswith("norm.weight"):
                value.copy_((0.0 if gemma else 1.0) + 0.2 * noise)
            elif value.dim() == 1:
                value.copy_(0.3 * noise)
            elif "embed_tokens" in name:  # Gemma multiplies its embeddings by sqrt(hidden)
                value.copy_((0.5 / math.sqrt(value.shape[1]) if gemma else 0.5) * noise)
            else:
                value.copy_(noise * 1.3 / math.sqrt(value.shape[1]))


def add_to_output(vector_of_step, layer, state):
    def hook(module, inputs, output):
        hidden = output[0] if isinstance(output, tuple) else output
        hidden = hidden + vector_of_step(layer, state["step"])
        return (hidden, *output[1:]) if isinstance(output, tuple) else hidden
    return hook


def greedy(model, prompt, plan=None):
    """Greedy decoding that never stops at the end token; `plan` is (vectors by layer, schedule)."""
    state, handles = {"step": 0}, []
    for layer, vector in (plan[0] if plan else {}).items():
        scaled = lambda l, s: plan[0][l] * plan[1](s)
        handles.append(
            model.model.layers[layer].register_forward_hook(add_to_output(scaled, layer, state)))
    tokens, cache, past = list(prompt), None, prompt
    try:
        for step in range(NEW_TOKENS):
            state["step"] = step
            out = model(
                input_ids=torch.tensor([past]), past_key_values=cache, use_cache=True)
            cache = out.past_key_values
            past = [int(out.logits[0, -1].argmax())]
            tokens += past
    finally:
        for handle in handles:
            handle.remove()
    return tokens[len(prompt):]


def expected(model, seed):
    generator = torch.Generator().manual_seed(seed)
    vocabulary = model.config.vocab_size
    tokens = torch.randint(3, vocabulary, (TOKENS,), generator=generator).tolist()
    outputs, handles = {}, []
    for i, layer in enumerate(model.model.layers):
        def hook(module, inputs, output, i=i):
            outputs[i] = (output[0] if isinstance(output, tuple) else output)[0].clone()
        handles.append(layer.register_forward_hook(hook))
    logits = model(input_ids=torch.tensor([tokens])).logits[0, -1]
    for handle in handles:
        handle.remove()
    hidden = model.config.hidden_size
    band = {
        layer: 0.5 * torch.randn(hidden, generator=generator)
        for layer in (0, len(model.model.layers) - 2)}
    dim = lambda step: max(0.0, 1.0 - step / max(NEW_TOKENS - 1, 1))
    prompt = tokens[:30]
    integers = lambda values: torch.tensor(values, dtype=torch.int64)
    result = {
        "tokens": integers(tokens),
        "block_outputs": torch.stack([outputs[i] for i in sorted(outputs)]),
        "last_logits": logits,
        "greedy": integers(greedy(model, prompt)),
        "steered_constant": integers(greedy(model, prompt, (band, lambda step: 1.0))),
        "steered_dim": integers(greedy(model, prompt, (band, dim))),
    }
    for layer, vector in band.items():
        result[f"steering.{layer}"] = vector
    return {name: value.contiguous() for name, value in result.items()}


def as_version_4(config):
    """The same configuration as transformers 4 wrote it."""
    config = dict(config)
    rope = config.pop("rope_parameters")
    config["torch_dtype"] = config.pop("dtype")
    config.pop("layer_types", None)
    config["transformers_version"] = "4.52.0"
    if "full_attention" in rope:
        config["rope_theta"] = rope["full_attention"]["rope_theta"]
        config["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
        config["rope_scaling"] = dict(
            rope_type="linear", factor=rope["full_attention"]["factor"])
        config["sliding_window_pattern"] = 6
    else:
        config["rope_theta"] = rope.pop("rope_theta")
        config["rope_scaling"] = None if rope["rope_type"] == "default" else rope
    return config


def write(name, seed):
    make, dtype = FAMILIES[name]
    kind, config = make(transformers)
    config._attn_implementation = "eager"
    model = kind(config).eval()
    fill(model, seed)
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    model.to(dtype).save_pretrained(
        folder, max_shard_size="150KB" if name == "llama" else "5GB")
    (folder / "generation_config.json").unlink(missing_ok=True)
    # Read back, not converted back: a conversion rounds the rotary frequencies too.
    model = kind.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager").eval()
    with torch.no_grad():
        save_file(expected(model, seed + 100), folder / "expected.safetensors")
    path = folder / "config.json"
    text = json.loads(path.read_text())
    if name in ("llama", "gemma2"):
        text = as_version_4(text)
    if name == "gemma3":  # as the multimodal checkpoints have it
        text = dict(
            architectures=["Gemma3ForConditionalGeneration"], model_type="gemma3",
            torch_dtype="bfloat16", eos_token_id=[1, 2], text_config=as_version_4(text))
        weights = load_file(folder / "model.safetensors")
        save_file(
            {f"language_model.{key}": value for key, value in weights.items()},
            folder / "model.safetensors", metadata={"format": "pt"})
    path.write_text(json.dumps(text, indent=2) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    for number, name in enumerate(FAMILIES):
        if name in (sys.argv[1:] or FAMILIES):
            write(name, 10 + number)
            print(name, sum(f.stat().st_size for f in (HERE / name).iterdir()))
