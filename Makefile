# Everything a newcomer or a continuous build needs. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/made-from
NODE := tests/node/node_modules/made-from
export COP_DATABASE_URL ?= sqlite:///cop.db

.PHONY: help run test check bench pictures lock clean

help: ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

run: $(MADE) ## the local workspace on http://127.0.0.1:8080/
	@$(BIN)/cop run --workspace

test: $(MADE) $(NODE) ## every test, on SQLite and on a real PostgreSQL
	@$(BIN)/pytest -n 2 --dist loadgroup

check: $(MADE) ## format, lint, types, import contracts, dependencies
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@$(BIN)/pip check

bench: $(MADE) $(NODE) ## figures, as ratios in one run
	@$(BIN)/python -m tests.bench

pictures: $(MADE) ## the README's pictures, from the running product in Chromium
	@$(BIN)/python -m tests.browser.pictures

lock: $(MADE) ## new hashed lock files from pyproject.toml
	@$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --extra dev pyproject.toml -o requirements/dev.lock
	@$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url pyproject.toml -o requirements/run.lock
	@$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url requirements/build.in -o requirements/build.lock

clean: ## removes the environment, never the database
	rm -rf $(VENV) tests/node/node_modules .mypy_cache .ruff_cache .pytest_cache

$(MADE): requirements/dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or: make run PYTHON=/where/it/is" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cop needs Python 3.11 or newer; try: make run PYTHON=python3.11")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) can't make environments; on Debian: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing what cop needs, a minute or so the first time …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(MADE)

$(NODE): tests/node/package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent --prefix tests/node && touch $(NODE); \
	else echo "npm is missing: the tests that need Node will be skipped"; fi
