"""transformers on torch, as the Python original drives it: one full pass a text.

extract_peer.py MODEL DTYPE THREADS  answers lines of JSON on standard input, one a line:
{"prefill": tokens} {"pairs": [prefix, suffix, count]} {"generate": [prompt, new]}, each with the
seconds of its runs; the first line it prints is about loading. The hidden states of every block are
averaged over 100 tokens (the suffix, for pairs); no logits are computed for prefill and pairs,
which the original does compute.
"""
import json
import resource
import sys
import time

start = time.perf_counter(), time.process_time()
import torch  # noqa: E402
import transformers  # noqa: E402

folder, dtype, threads = sys.argv[1], getattr(torch, sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.set_grad_enabled(False)
imported = time.perf_counter(), time.process_time()
model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval()
loaded = time.perf_counter(), time.process_time()

means, first = [], 0


def keep(module, inputs, output):
    hidden = output[0] if isinstance(output, tuple) else output
    means.append(hidden.reshape(-1, hidden.shape[-1])[first:].float().mean(0))


def texts(count, length, seed=1):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 150000, (count, 1, length), generator=generator)


def timed(work):
    begin = time.perf_counter(), time.process_time()
    work()
    return {"wall": time.perf_counter() - begin[0], "cpu": time.process_time() - begin[1]}


def hidden_states(batch, start):
    global first
    first = start
    hooks = [layer.register_forward_hook(keep) for layer in model.model.layers]
    for text in batch:
        means.clear()
        model.model(input_ids=text, use_cache=False)
    for hook in hooks:
        hook.remove()


def generate(prompt, new):
    tokens = texts(1, prompt)[0]
    model.generate(
        tokens, attention_mask=torch.ones_like(tokens), max_new_tokens=new, min_new_tokens=new,
        do_sample=False, pad_token_id=0)


def answer(request):
    if "prefill" in request:
        count = request["prefill"]
        return timed(lambda: hidden_states(texts(1, count), count - 100))
    if "pairs" in request:
        prefix, suffix, count = request["pairs"]
        return timed(lambda: hidden_states(texts(count, prefix + suffix), prefix))
    prompt, new = request["generate"]
    return timed(lambda: generate(prompt, new))


def say(value):
    value["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(value), flush=True)


say({"wall": loaded[0] - imported[0], "cpu": loaded[1] - imported[1],
     "import": imported[0] - start[0]})
for line in sys.stdin:
    say(answer(json.loads(line)))
