PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PEERS ?= .venv-peers

.PHONY: demo test check bench bench-peers linear grammar fuzz manifest clean

demo: $(VENV)/.ready  ## Set up and evaluate the bundled model on vLLM's CPU engine.
	$(BIN)/toolbench-ood eval --model smollm2 --profile smoke

test: $(VENV)/.ready check  ## Set up, check style and types, and run every test (the layers are one of them).
	$(BIN)/python -m pytest -q -n 2 -m "not model"
	$(BIN)/python -m pytest -q -m model

check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.ready  ## Print the program's own costs as ratios within one run.
	$(BIN)/python -m tests.benchmarks

bench-peers: $(VENV)/.ready $(PEERS)/.ready  ## Print the CPU time of a step beside that of inspect_ai, in one run.
	$(BIN)/python -m tests.benchmarks.peers $(PEERS)/bin/python

$(PEERS)/.ready:
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet inspect_ai
	touch $@

linear: $(VENV)/.ready  ## Time every reader on a megabyte of each text that could be slow.
	$(BIN)/python -m tests.benchmarks.growth

grammar: $(VENV)/.ready  ## Ask xgrammar about 1,000 written and 1,000 damaged messages in every format.
	$(BIN)/python -m tests.constrain $(GRAMMAR)

fuzz: $(VENV)/.ready  ## Read a million damaged messages in every format (FUZZ="--seconds 60 --seed 7").
	$(BIN)/python -m tests.fuzz $(FUZZ)

manifest: $(VENV)/.ready  ## Write the hashes of what ships; a changed suite must have a new version.
	$(BIN)/python -m tests.manifest

$(VENV)/.ready: pyproject.toml requirements/cpu-no-deps.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[cpu,test]'
	$(BIN)/pip install --quiet --no-deps --requirement requirements/cpu-no-deps.txt
	touch $@

clean:
	rm -rf $(VENV) $(PEERS) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
