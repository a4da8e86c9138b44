# Every target makes .venv from requirements.lock first, with nothing but Python's own venv and the pip it brings.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
STAMP := .venv/.installed
# What a run must not do: phone home, look for newer versions, colour a log that is no terminal.
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED := false
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-faults lint types contracts format bench bench-reading bench-accuracy bench-speed bench-conflicts \
        bench-topics bench-checks bench-report bench-paraphrases lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# The lock is whole, so nothing is left to resolve: --no-deps keeps pip 23.2.1, which Python 3.11.7 brings, from trying all the same and
# stopping at `sqlalchemy[asyncio]`, which no lock can pin. `pip check` then says whether it really is whole.
$(STAMP): requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' \
	  || { echo "At Odds needs Python 3.11 or 3.12; name one: make demo PYTHON=/usr/bin/python3.11" >&2; exit 2; }
	@echo "setting up .venv from requirements.lock" >&2
	@"$(PYTHON)" -m venv .venv
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@$(PIP) check >&2 || { echo "something in .venv is of no use to the lock: make clean, then again" >&2; exit 2; }
	@touch $@

demo: $(STAMP)  ## check the demo corpus as a Prefect flow and say what was found
	@$(BIN)/atodds demo --flow

PYTEST_ARGS ?= -q -n 2 --dist loadfile --no-loadscope-reorder

test: $(STAMP)  ## all tests but those that take minutes by themselves
	$(BIN)/python -m pytest $(PYTEST_ARGS) -m "not minutes"

test-faults: $(STAMP)  ## faults put in the way of a run: a line for each, with what happened
	$(BIN)/python -m pytest $(PYTEST_ARGS) -m faults --told

lint: $(STAMP)  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)  ## mypy, strict
	$(BIN)/mypy

contracts: $(STAMP)  ## import-linter: imports run one way
	$(BIN)/lint-imports

format: $(STAMP)  ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: bench-reading bench-accuracy bench-speed bench-conflicts bench-topics bench-checks bench-report bench-paraphrases  ## every benchmark

bench-reading: $(STAMP)  ## faithfulness and speed of reading
	$(BIN)/python -m benchmarks.reading

bench-accuracy: $(STAMP)  ## extraction against the gold and the public sets
	$(BIN)/python -m benchmarks.accuracy

bench-speed: $(STAMP)  ## a whole check against raw spaCy
	$(BIN)/python -m benchmarks.speed

bench-conflicts: $(STAMP)  ## contradictions found, false alarms raised
	$(BIN)/python -m benchmarks.conflicts

# TOPICS="--from-gold" or names of topics, TOPICS="--no-write" to leave RESULTS.md as it is.
bench-topics: $(STAMP)  ## every topic of ../shared, open and sealed apart
	$(BIN)/python -m benchmarks.topics $(TOPICS)

bench-checks: $(STAMP)  ## checks over 100 k to 10 M claims
	$(BIN)/python -m benchmarks.checks

bench-report: $(STAMP)  ## the report at 100 to 5,000 findings
	$(BIN)/python -m benchmarks.report

bench-paraphrases: $(STAMP)  ## predicate classes in held-out sentences
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.paraphrases

lock:  ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --extra tables --extra units --generate-hashes --no-emit-index-url \
	  --universal --custom-compile-command "make lock" -o requirements.lock

clean:  ## remove .venv and everything a run leaves
	rm -rf .venv .atodds .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
