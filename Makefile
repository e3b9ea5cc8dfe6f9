# The two commands that matter are `make demo` and `make test`; both install what they need.
SWIFT ?= swift
FORMATTED = Sources Tests Fuzzing Benchmarks Package.swift

.PHONY: deps build test check fuzz test-worker bench-extract

deps:
	@Scripts/deps.sh

build: deps
	$(SWIFT) build

test: deps
	$(SWIFT) test --parallel

check: deps
	$(SWIFT) format lint --strict --recursive --parallel $(FORMATTED)
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error

# Hostile files under address sanitizer; FUZZ="COUNT SEED FIRST" repeats or prolongs a run.
fuzz: deps
	$(SWIFT) run -c release --sanitize=address --scratch-path .build/fuzz safetensors-fuzz $(FUZZ)

# transformers on torch, as judge and as rival; a gigabyte, so only for the two targets below.
TORCH = .deps/torch
$(TORCH)/requirements.txt: Benchmarks/Peers/torch-requirements.txt
	python3 -m venv $(TORCH)
	$(TORCH)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	cp $< $@

# The worker backend, and through it the native engine, against transformers.
test-worker: deps $(TORCH)/requirements.txt
	PERSONA_VECTORS_TORCH_PYTHON=$(CURDIR)/$(TORCH)/bin/python \
	    $(SWIFT) test --filter WorkerBackendTests

# The native engine beside torch, on a random model of Qwen2.5-0.5B's shape (1 GB, made once).
BENCH_MODEL = .deps/qwen2.5-0.5b-random
bench-extract: deps $(TORCH)/requirements.txt
	@test -f $(BENCH_MODEL)/config.json || \
	    $(TORCH)/bin/python Benchmarks/Peers/make_random_model.py $(BENCH_MODEL)
	$(SWIFT) run -c release --package-path Benchmarks extract-bench \
	    $(TORCH)/bin/python $(BENCH_MODEL) Benchmarks/Peers/extract_peer.py
