# The two commands that matter are `make demo` and `make test`; both install what they need.
SWIFT ?= swift
FORMATTED = Sources Tests Package.swift

.PHONY: deps build test check

deps:
	@Scripts/deps.sh

build: deps
	$(SWIFT) build

test: deps
	$(SWIFT) test --parallel

check: deps
	$(SWIFT) format lint --strict --recursive --parallel $(FORMATTED)
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
