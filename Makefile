# Everything that is done with this repository. `make help` lists it.
#
# Each target works alone on a fresh clone with Python 3.11 or newer (test-sdks also needs Node.js 20 or newer).
# Nothing is installed outside the repository: packages go to .venv, the SDKs under test to .sdk and
# tests/sdk/node/node_modules.

PYTHON   ?= python3
PORT     ?= 12111
DATABASE ?= pinstripe.db
SHARED   ?= $(abspath ../shared)
ARGS     ?=
# More than two cores: a test that waits for a process, a timer or a disk leaves its core to another.
WORKERS  ?= 3

VENV     := .venv
PY       := $(VENV)/bin/python
PIP      := $(PY) -m pip --disable-pip-version-check --no-input
SERVER   := $(VENV)/bin/pinstripe
RUNTIME  := $(VENV)/.runtime-installed
DEV      := $(VENV)/.dev-installed
SDKS     := $(patsubst tests/sdk/python/requirements-%.lock,.sdk/python-%/.installed,\
              $(wildcard tests/sdk/python/requirements-*.lock))
# Where the machine has room for it in memory, the tests' files are there: they end processes, never the machine.
MEMORY   := $(shell df -Pk /dev/shm 2> /dev/null | awk 'NR == 2 && $$4 > 4000000 { print "/dev/shm" }')
SIDE_BY_SIDE = -n $(WORKERS) --dist worksteal
NODE_SDK := tests/sdk/node/node_modules/.installed

# Modules are compiled once, also where the environment says otherwise: a server loads hundreds of them.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup serve test test-sdks test-pages check laws format bench coverage evidence soak lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(RUNTIME) ## make .venv with the pinned packages and Pinstripe itself

serve: $(RUNTIME) ## serve on port 12111, data in pinstripe.db (PORT=… DATABASE=… ARGS=…)
	$(SERVER) serve --port $(PORT) --database "$(DATABASE)" $(ARGS)

test: $(DEV) $(SDKS) ## what the server does, side by side (WORKERS=3; ARGS=… goes to pytest; laws: make check)
	$(if $(MEMORY),TMPDIR=$(MEMORY)) $(PY) -m pytest $(SIDE_BY_SIDE) --ignore tests/laws $(ARGS)

test-sdks: $(RUNTIME) $(NODE_SDK) ## the official SDKs of other languages through a real socket
	PINSTRIPE="$(abspath $(SERVER))" node --test --test-reporter=spec tests/sdk/node/*.test.mjs

test-pages: $(DEV) ## the pages in a real Chromium, with pictures in .pages (left out where there is none)
	@$(PY) tools/chromium.py; code=$$?; if [ $$code -eq 3 ]; then exit 0; elif [ $$code -ne 0 ]; then exit $$code; fi; \
	  PINSTRIPE_PAGES=1 $(PY) -m pytest -q tests/pages $(ARGS)

check: $(DEV) ## format, lint, types, locks, laws, generated documents
	$(PY) -m ruff format --check
	$(PY) -m ruff check
	$(PY) -m mypy
	$(PY) tools/lock.py --check
	$(PY) -m pytest -q $(SIDE_BY_SIDE) tests/laws
	$(SERVER) coverage --check

laws: $(DEV) ## only the laws about the code
	$(PY) -m pytest -q tests/laws $(ARGS)

format: $(DEV) ## put the code into the house format
	$(PY) -m ruff format
	$(PY) -m ruff check --fix

bench: $(DEV) ## measure against the bars, write bench/RESULTS.md (ARGS=… goes to bench/run.py)
	$(PY) bench/run.py $(ARGS)

coverage: $(RUNTIME) ## write COVERAGE.md and docs/coverage/ anew: every operation and its state
	$(SERVER) coverage --write

evidence: $(DEV) $(SDKS) ## the shared checks against a fresh server, where SHARED (../shared) exists
	$(PY) tools/evidence.py --shared "$(SHARED)" $(ARGS)

soak: $(DEV) $(SDKS) ## crash tests, simulation and generated requests, full counts (long)
	PINSTRIPE_SOAK=1 $(PY) -m pytest $(SIDE_BY_SIDE) -m "soak or hypothesis" $(ARGS)

lock: ## write the lock files anew with the newest versions (ARGS=--check only inspects them)
	$(PYTHON) tools/lock.py $(ARGS)

clean: ## remove what the other targets made (never the database)
	rm -rf $(VENV) .sdk build dist tests/sdk/node/node_modules .mypy_cache .pytest_cache .ruff_cache

# ---- how the folders above come to be; each is made anew only when its lock changes

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Pinstripe needs Python 3.11 or newer. Name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(PY)
	@echo "Installing the pinned packages into $(VENV) (a minute on a first run) …"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "Installing what tests and checks need into $(VENV) …"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

.sdk/python-%/.installed: tests/sdk/python/requirements-%.lock | $(PY)
	@echo "Installing the official Python SDK $* into $(@D) …"
	@rm -rf $(@D)
	@$(PIP) install --quiet --require-hashes --target $(@D) -r $<
	@touch $@

$(NODE_SDK): tests/sdk/node/package.json tests/sdk/node/package-lock.json
	@command -v npm > /dev/null || { echo "make test-sdks needs Node.js 20 or newer, with npm"; exit 1; }
	@echo "Installing the official Node SDK into $(@D) …"
	@cd tests/sdk/node && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@
