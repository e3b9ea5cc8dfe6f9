# The two commands that matter are `make demo` and `make test`; both install what they need.
SWIFT ?= swift
FORMATTED = Sources Tests Fuzzing Benchmarks/Sources Benchmarks/Package.swift Package.swift

.PHONY: deps build test check fuzz bench

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

# Speed beside the Python libraries; BENCH="THREADS ROUNDS" (1 3).
bench: deps
	@Scripts/bench-deps.sh
	$(SWIFT) run -c release --package-path Benchmarks AnalysisBench $(BENCH)
