# Everything a newcomer types. `make` alone lists the targets.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup develop demo test fast slow bench soak mutants check style types layers audit lock clean python

# The first Python from 3.11 on that can make an environment; name another with `make PYTHON=...`.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
WORKERS ?= 2
# The slow tests mostly wait for processes.
WAITING ?= 3
ARGS ?=
export ARGS
# What Python has compiled is kept, whatever the shell says: the tests start `catat` some hundred times.
unexport PYTHONDONTWRITEBYTECODE

help: ## List these targets
	@echo "Catat: field coordination for a door-to-door census"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

setup: python ## Make the environment .venv with what the program needs, and the command .venv/bin/catat
	@$(PYTHON) tools/setup.py run

develop: python ## The same, with what the tests and checks need
	@$(PYTHON) tools/setup.py develop

demo: setup ## Run the whole service with a local Telegram in the browser
	@.venv/bin/catat demo $(ARGS)

test: develop ## Check style, types and layers, then run all tests (ARGS="-k visit" for some)
	@$(MAKE) --no-print-directory --keep-going style types layers fast slow

check: style types layers ## Style, types and layers only

fast: develop ## Run the tests that need no real process or browser
	@echo "== fast tests"
	@.venv/bin/pytest -m "not slow" -n $(WORKERS) --dist worksteal --durations=20 --continue-on-collection-errors $(ARGS) || $(NONE_CHOSEN)

slow: develop ## Run the tests that start real processes or a browser
	@echo "== slow tests"
	@.venv/bin/python -m tests.chromium
	@.venv/bin/pytest -m slow -n $(WAITING) --dist loadfile --no-loadscope-reorder --durations=20 --continue-on-collection-errors $(ARGS) || $(NONE_CHOSEN)

soak: develop ## Play Balikpapan, try every property in full, let every fault strike at length (two hours); writes docs/faults.md
	@.venv/bin/catat simulate --households 240000 --enumerators 1104 --days 31 --out var/balikpapan
	@CATAT_SOAK=1 .venv/bin/pytest -m hypothesis -n $(WORKERS) --dist worksteal
	@CATAT_SOAK=1 .venv/bin/pytest tests/fieldwork tests/simulation/test_month.py -n $(WORKERS)
	@CATAT_SOAK=1 .venv/bin/python -m tests.faults -n $(WORKERS) --dist loadfile $(ARGS)

bench: develop ## Measure throughput beside plain bots (ARGS="--quick" for a short form)
	@.venv/bin/python -m tests.bench $(ARGS)

mutants: develop ## Make a sample of wrong changes and see which the tests notice; writes docs/mutants.md (half an hour)
	@.venv/bin/python -m tests.mutants $(ARGS)

style: develop
	@echo "== style"
	@.venv/bin/ruff check

types: develop
	@echo "== types"
	@.venv/bin/mypy

layers: develop
	@echo "== layers"
	@.venv/bin/lint-imports

audit: develop ## Ask the open advisory database whether a package has a known weakness
	@.venv/bin/python tools/audit.py

lock: develop ## Write requirements.lock anew from pyproject.toml (needs the network)
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --extra dev --extra otel $(ARGS) pyproject.toml -o requirements.lock
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --constraint requirements.lock --extra otel pyproject.toml \
		--no-annotate -o deploy/requirements.lock

clean: ## Remove the environment and everything that tests and tools left behind
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@test -n "$(PYTHON)" || { echo "Catat needs Python 3.11 or newer with its venv module:" \
		"on Debian and Ubuntu, apt install python3-venv" >&2; exit 1; }

# pytest answers 5 when ARGS chose no test of this kind; that is no failure.
NONE_CHOSEN = { answer=$$?; test $$answer = 5 -a -n "$$ARGS"; }
