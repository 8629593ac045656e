# Everything is kept in .venv and var/.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VAR ?= $(or $(VEILLE_VAR_DIR),var)
STAMP := $(VENV)/.installed
TESTS ?= tests

# uv keeps what it downloads under the home directory; a service account may have none to write in.
ifneq ($(shell mkdir -p "$${XDG_CACHE_HOME:-$$(echo ~)/.cache}" 2>/dev/null && echo yes),yes)
export UV_CACHE_DIR ?= $(VENV)/.cache
endif

.PHONY: setup run test test-browser properties lint audit bench crash sample lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
		--no-annotate --extra awards --extra dev --extra train --custom-compile-command "make lock" -o requirements.lock pyproject.toml requirements.build

run: setup
	$(BIN)/veille watch --replay veille/portal/sample --since 2026-11-09 --until 2026-11-15

bench: setup
	$(BIN)/python -m scripts.bench

crash: setup
	$(BIN)/python -m scripts.crash

sample: setup
	$(BIN)/python -m scripts.make_sample

test: setup
	$(BIN)/python -m pytest

properties: setup
	$(BIN)/python -m pytest -p tests.property_search --hypothesis-seed=$${RANDOM} $(TESTS)

test-browser: setup
	$(BIN)/python -m scripts.browser_tests

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: setup
	$(BIN)/python -m scripts.audit

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
