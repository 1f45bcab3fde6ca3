# Everything a newcomer types: `make demo`, `make test`, `make run`. Each sees to the set-up first.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The lock files name everything there is to install: pip need not ask what each package wants (an older
# pip would warn of an extra of lxml that it knows by another spelling).
LOCKED := install --require-hashes --no-deps
BROWSER := chromium fonts-noto-color-emoji fonts-dejavu-core
# Debian's package starts a server of its own, which the tests do not need: theirs is another one.
POSTGRES := postgresql

.PHONY: setup production demo test slow run check browser postgres fuzz thorough kill-test mutate bench plans pictures lock

setup: .venv/.sandbox                  ## a virtual environment in .venv, with the command .venv/bin/vistnyk

production: .venv/.run                 ## the same without what only `demo` and `sandbox` need, 51 MB less

demo: .venv/.sandbox                       ## sandbox + bot + sample articles in a browser, no token needed; ARGS="--lang en"
	@$(BIN)/vistnyk demo $(ARGS)

run: .venv/.run                        ## the real bot; its settings are in .env
	@$(BIN)/vistnyk run

check: .venv/.test                     ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

TESTS := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist worksteal -rs

test: .venv/.test browser postgres     ## the tests, style included; at most four minutes on two cores
	@$(TESTS) -m "not slow"

slow: .venv/.test browser postgres     ## the slow tests, which `make test` leaves out; CI runs both
	@$(TESTS) -m slow

browser:                               ## Chromium for the browser tests, where it may be installed
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests (once)…"; \
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y $(BROWSER); } >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "No Chromium, so the browser tests are skipped; on Debian, as root: apt-get install $(BROWSER)"

postgres:                              ## PostgreSQL for the tests on both databases, likewise
	@if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing PostgreSQL for the tests on both databases (once)…"; \
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y $(POSTGRES); } >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "No PostgreSQL, so the tests on it are skipped; on Debian, as root: apt-get install $(POSTGRES)"

fuzz: .venv/.test                      ## 200,000 hostile inputs; ARGS="--seed 4711 --inputs 10000"
	@$(BIN)/python -m tests.fuzz $(ARGS)

thorough: .venv/.test                  ## the property tests with forty times as many tries, some hours; ARGS=tests/delivery
	@HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -n 2 --dist worksteal --timeout 7200 \
		$(or $(ARGS),tests/delivery tests/storage tests/domain tests/intake tests/rendering tests/sandbox/test_texts.py)

kill-test: .venv/.test                 ## thirty kills -9 in a broadcast, and a count; ARGS="--seed 4711 --kills 10"
	@$(BIN)/python -m tests.kill $(ARGS)

mutate: .venv/.test                    ## small changes of the code that no test notices; ARGS="--module storage --sample 30 --seed 4711"
	@nice $(BIN)/python -m tests.mutate $(ARGS)

bench: .venv/.bench                    ## the benchmarks, figures side by side; ARGS=--quick for a first idea
	@for b in tests/benchmarks/bench_*.py; do echo "== $$b"; PYTHONPATH=. $(BIN)/python $$b $(ARGS) || exit 1; done

plans: .venv/.test                     ## write docs/query-plans.md anew: both databases with a million readers, some minutes
	@nice $(BIN)/python -m tests.benchmarks.query_plans > docs/query-plans.tmp && mv docs/query-plans.tmp docs/query-plans.md

pictures: .venv/.test                   ## take the pictures of docs anew: the demonstration in a browser, a minute
	@$(BIN)/python docs/take_pictures.py

lock:                                  ## make the lock files anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --no-annotate pyproject.toml --extra install --extra search-uk --extra charts -o requirements/run.txt
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["sandbox"], sep="\n")' | \
		uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header --no-annotate -c requirements/run.txt -o requirements/sandbox.txt -
	for kind in test bench; do uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate pyproject.toml --extra install --extra search-uk --extra charts --extra sandbox --extra $$kind \
		-c requirements/run.txt -c requirements/sandbox.txt -o requirements/$$kind.txt || exit 1; done

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Vistnyk needs Python 3.11 or later, and found none: install it, or name it with PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make a virtual environment here: on Debian and Ubuntu, install python3-venv"; exit 1; }

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Setting up .venv (once)…"
	@$(PIP) $(LOCKED) -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.sandbox: requirements/sandbox.txt .venv/.run
	@$(PIP) $(LOCKED) -r requirements/sandbox.txt
	@touch $@

.venv/.test: requirements/test.txt .venv/.run
	@echo "Adding the test tools to .venv (once)…"
	@$(PIP) $(LOCKED) -r requirements/test.txt
	@touch $@

.venv/.bench: requirements/bench.txt .venv/.run
	@echo "Adding the benchmark tools to .venv (once)…"
	@$(PIP) $(LOCKED) -r requirements/bench.txt
	@touch $@
