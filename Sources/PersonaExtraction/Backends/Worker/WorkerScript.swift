/// The Python program of ``WorkerBackend``, given to `python -c`.
///
/// What it is asked and how it answers is told in <doc:TheWorker>, for programs that take its place.
enum WorkerScript {
    static let source = #"""
        import json
        import sys

        answers, sys.stdout = sys.stdout.buffer, sys.stderr
        folder, dtype, device, threads = sys.argv[1:5]

        import torch
        import transformers
        from safetensors.torch import save


        def answer(tensors=None, **facts):
            payload = save(tensors) if tensors else b""
            facts["bytes"] = len(payload)
            answers.write(json.dumps(facts).encode() + b"\n" + payload)
            answers.flush()


        torch.set_grad_enabled(False)
        if threads:
            torch.set_num_threads(int(threads))
        model = transformers.AutoModelForCausalLM.from_pretrained(
            folder, dtype=dtype if dtype == "auto" else getattr(torch, dtype)
        ).to(device).eval()
        config = model.config.get_text_config()
        blocks = next(
            module for name, module in model.named_modules()
            if name.split(".")[-1] in ("layers", "h", "blocks")
            and isinstance(module, torch.nn.ModuleList)
            and len(module) == config.num_hidden_layers)
        outputs, vectors = {}, {}
        state = {"cache": None, "factor": 0.0}


        def hook(layer):
            def run(module, inputs, output):
                hidden = output[0] if isinstance(output, tuple) else output
                if layer in vectors:
                    hidden = hidden + (state["factor"] * vectors[layer]).to(hidden.dtype)
                outputs[layer] = hidden[0]
                return (hidden, *output[1:]) if isinstance(output, tuple) else hidden
            return run


        for layer, block in enumerate(blocks):
            block.register_forward_hook(hook(layer))


        def tokens_of(question):
            return torch.tensor([question["tokens"]], device=device)


        def activations(question):
            state["factor"] = 0.0
            model(input_ids=tokens_of(question), use_cache=False, logits_to_keep=1)
            rows = torch.stack([outputs[layer].float() for layer in question["layers"]])
            answer({
                str(index): rows[:, positions].double().mean(1).float().cpu().contiguous()
                for index, positions in enumerate(question["selections"])})


        def steer(question):
            vectors.clear()
            for layer, values in question["vectors"].items():
                vectors[int(layer)] = torch.tensor(values, device=device)
            answer()


        def logits(question):
            if question["fresh"]:
                state["cache"] = None
            state["factor"] = question["factor"]
            out = model(
                input_ids=tokens_of(question), past_key_values=state["cache"], use_cache=True,
                logits_to_keep=1)
            state["cache"] = out.past_key_values
            answer({"logits": out.logits[0, -1].float().cpu().contiguous()})


        ends = model.generation_config.eos_token_id
        answer(
            architecture=config.model_type, layers=config.num_hidden_layers,
            hidden=config.hidden_size, vocabulary=config.vocab_size,
            context=config.max_position_embeddings,
            ends=ends if isinstance(ends, list) else [] if ends is None else [ends],
            dtype=str(model.dtype).removeprefix("torch."))
        for line in sys.stdin:
            question = json.loads(line)
            try:
                {"activations": activations, "steer": steer, "logits": logits}[
                    question["do"]](question)
            except Exception as error:
                answer(error=f"{type(error).__name__}: {error}")
        """#
}
