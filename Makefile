# Everything runs from .venv, which is made from the hashed lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED := $(PIP) install --require-hashes --no-deps -r
# The project itself: its build tool is in the lock file, so nothing is fetched for it.
ITSELF := $(PIP) install --no-deps --no-build-isolation --editable .

.PHONY: help demo run test check format bench lock clean

help:
	@echo "make demo   the bot on a local page: no account, no token"
	@echo "make run    the bot on Discord (needs a token)"
	@echo "make test   the whole test suite"
	@echo "make check  format, lint, types, shipped data and tests: what CI runs"
	@echo "make bench  the figures of the README"
	@echo "make lock   choose the newest versions and write the lock files"

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(LOCKED) requirements.lock
	$(ITSELF)
	touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	$(LOCKED) requirements-dev.lock
	touch $@

demo: $(VENV)/.ready
	$(BIN)/python -m bot demo $(ARGS)

run: $(VENV)/.ready
	@$(BIN)/python -m bot run

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/python -m bot check
	$(BIN)/python -m pytest

format: $(VENV)/.ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready-dev
	$(BIN)/python -m bench $(ARGS)

lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --quiet install uv
	$(VENV)/lock/bin/uv pip compile --universal --upgrade --generate-hashes --no-header --no-annotate \
		--python-version 3.11 --extra demo --extra build pyproject.toml --output-file requirements.lock
	$(VENV)/lock/bin/uv pip compile --universal --upgrade --generate-hashes --no-header --no-annotate \
		--python-version 3.11 --all-extras --constraint requirements.lock pyproject.toml \
		--output-file requirements-dev.lock
	rm -rf $(VENV)/lock

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
