# Everything a newcomer types: `make demo`, `make test`, `make run`. Each sees to the set-up first.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: setup demo test run check fuzz thorough kill-test bench picture lock

setup: .venv/.run                      ## a virtual environment in .venv, with the command .venv/bin/vistnyk

demo: .venv/.run                       ## sandbox + bot + sample articles in a browser, no token needed
	@$(BIN)/vistnyk demo

run: .venv/.run                        ## the real bot; its settings are in .env
	@$(BIN)/vistnyk run

check: .venv/.test                     ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: .venv/.test                      ## everything, checks included
	@$(BIN)/python -m pytest -n 3 --dist worksteal -rs

fuzz: .venv/.test                      ## 200,000 hostile inputs; ARGS="--seed 4711 --inputs 10000"
	@$(BIN)/python -m tests.fuzz $(ARGS)

thorough: .venv/.test                  ## the property tests with forty times as many tries, some hours; ARGS=tests/delivery
	@HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -n 2 --dist worksteal --timeout 7200 \
		$(or $(ARGS),tests/delivery tests/storage tests/domain tests/intake tests/rendering)

kill-test: .venv/.test                 ## thirty kills -9 in a broadcast, and a count; ARGS="--seed 4711 --kills 10"
	@$(BIN)/python -m tests.kill $(ARGS)

bench: .venv/.bench                    ## the benchmarks, figures side by side; ARGS=--quick for a first idea
	@for b in tests/benchmarks/bench_*.py; do echo "== $$b"; PYTHONPATH=. $(BIN)/python $$b $(ARGS) || exit 1; done

picture: .venv/.test                   ## take docs/sandbox.png anew
	@$(BIN)/python docs/take_picture.py

lock:                                  ## make the lock files anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --no-annotate pyproject.toml --extra install --extra search-uk -o requirements/run.txt
	for kind in test bench; do uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate pyproject.toml --extra install --extra search-uk --extra $$kind \
		-c requirements/run.txt -o requirements/$$kind.txt || exit 1; done

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Vistnyk needs Python 3.11 or later, and found none: install it, or name it with PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make a virtual environment here: on Debian and Ubuntu, install python3-venv"; exit 1; }

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Setting up .venv (once)…"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: requirements/test.txt .venv/.run
	@echo "Adding the test tools to .venv (once)…"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

.venv/.bench: requirements/bench.txt .venv/.run
	@echo "Adding the benchmark tools to .venv (once)…"
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@
