# The two commands that matter are `make demo` and `make test`; both install what they need.
SWIFT ?= swift
FORMATTED = Sources Tests Snippets Fuzzing Benchmarks/Sources Benchmarks/Package.swift Package.swift
BENCHMARKS = store-bench parquet-bench analysis-bench probe-bench report-bench hub-bench
DOCUMENTED = AlignedMemory Safetensors Parquet TensorMath Tokenization ChatTemplates HuggingFaceHub \
	HubServer PersonaVectors PersonaVectorsHub PersonaAnalysis PersonaReports PersonaExtraction

.PHONY: deps build demo test test-crash test-sanitized check fuzz bench bench-extract test-worker test-llama docs

deps:
	@scripts/deps.sh

build: deps
	$(SWIFT) build

# The vectors of a real model: import, list, verify, one aligned bundle, to a Hub and back.
demo: deps
	$(SWIFT) build --product persona-vectors
	$(SWIFT) build --product AlignedBundle
	@scripts/demo.sh

test: deps
	@scripts/test.sh

# A longer run of the test that kills writers.
test-crash: deps
	PERSONA_VECTORS_KILLS=5000 $(SWIFT) test --filter CrashTests

# Damaged Parquet files under address sanitizer: the footers and pages go through C++. A second
# build, kept apart. Leaks are not looked for: those of Foundation and of the test runner would fail it.
test-sanitized: deps
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --sanitize=address \
	    --scratch-path .build/sanitized --filter ParquetTests

check: deps
	$(SWIFT) format lint --strict --recursive --parallel $(FORMATTED)
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	@scripts/check-snippets.sh

# Hostile files under address sanitizer; FUZZ and TEXT_FUZZ="COUNT SEED FIRST" repeat or
# prolong a run.
fuzz: deps
	$(SWIFT) run -c release --sanitize=address --scratch-path .build/fuzz safetensors-fuzz $(FUZZ)
	$(SWIFT) run -c release --sanitize=address --scratch-path .build/fuzz text-fuzz $(TEXT_FUZZ)

# Beside the Python libraries in the same run; see Benchmarks/README.md.
bench: deps
	@scripts/bench-deps.sh
	$(SWIFT) build -c release --product persona-vectors
	@touch Benchmarks/Package.swift # SwiftPM does not see files come and go in a package beside it
	$(SWIFT) build -c release --package-path Benchmarks
	@for bench in $(BENCHMARKS); do Benchmarks/.build/release/$$bench || exit 1; done

# One site of all modules; their pages link to one another.
docs: deps
	@rm -rf docs && mkdir -p docs
	PERSONA_VECTORS_DOCS=1 $(SWIFT) package --allow-writing-to-directory docs \
		generate-documentation $(addprefix --target ,$(DOCUMENTED)) --output-path docs \
		--enable-experimental-combined-documentation --transform-for-static-hosting
	@echo "Look at it with: python3 -m http.server -d docs, at /documentation/"

# transformers on torch, as judge and as rival; a gigabyte, so only for the two targets below.
TORCH = .deps/torch
$(TORCH)/requirements.txt: Benchmarks/Peers/torch-requirements.txt
	python3 -m venv $(TORCH)
	$(TORCH)/bin/python -m pip install --quiet --disable-pip-version-check --retries 1 -r $<
	cp $< $@

# The worker backend, and through it the native engine, against transformers.
test-worker: deps $(TORCH)/requirements.txt
	PERSONA_VECTORS_TORCH_PYTHON=$(CURDIR)/$(TORCH)/bin/python \
	    $(SWIFT) test --filter 'WorkerBackendTests|theWorkerAnswersTheSame'

# The llama.cpp backend on the tiny models, as GGUF files; builds llama.cpp first.
GGUF = .deps/llama/models
test-llama: deps
	@scripts/deps-llama.sh
	@mkdir -p $(GGUF)
	@for model in llama qwen2 qwen3 gemma2 gemma3 mistral mistral-bf16; do \
		.deps/llama/python/bin/python Tests/Interop/make_gguf.py \
			Tests/Fixtures/models/$$model $(GGUF)/$$model.gguf || exit 1; \
	done
	PERSONA_VECTORS_GGUF_MODELS=$(CURDIR)/$(GGUF) \
	    $(SWIFT) test --traits LlamaCpp --filter LlamaBackendTests

# The native engine beside torch, on a random model of Qwen2.5-0.5B's shape (1 GB, made once).
BENCH_MODEL = .deps/qwen2.5-0.5b-random
bench-extract: deps $(TORCH)/requirements.txt
	@test -f $(BENCH_MODEL)/config.json || \
	    $(TORCH)/bin/python Benchmarks/Peers/make_random_model.py $(BENCH_MODEL)
	@touch Benchmarks/Package.swift
	$(SWIFT) run -c release --package-path Benchmarks extract-bench \
	    $(TORCH)/bin/python $(BENCH_MODEL) Benchmarks/Peers/extract_peer.py
