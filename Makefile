# Everything runs from .venv, which is made from the hashed lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED := $(PIP) install --require-hashes --no-deps -r
# The project itself: its build tool is in the lock file, so nothing is fetched for it.
ITSELF := $(PIP) install --no-deps --no-build-isolation --editable .
# LOCK=--upgrade takes the newest versions; without it, what is locked stays.
COMPILE := $(VENV)/lock/bin/uv pip compile --universal $(LOCK) --generate-hashes --no-header --no-annotate \
	--python-version 3.11
# A worker for each core; eight are as many as the suite keeps busy.
PARALLEL := --numprocesses auto --maxprocesses 8 --dist worksteal

.PHONY: help demo run test test-long check format bench screenshots lock clean

help:
	@echo "make demo       the bot on a local page: no account, no token (installs 390 MB the first time, in about a minute)"
	@echo "make run        the bot on Discord; needs a token (installs 350 MB the first time)"
	@echo "make test       the whole suite: about six minutes on two cores (installs 700 MB the first time)"
	@echo "make test-long  the same with three times the examples and every step of the kill tests: some ten minutes"
	@echo "make check      format, lint, types, shipped data and tests, as .ci/run does: about seven minutes"
	@echo "make bench      the figures in the documents; ARGS=search,… chooses one (minutes to half an hour)"
	@echo "make screenshots  the pictures of the documents, made anew from the demo; needs Debian's chromium"
	@echo "make lock       write the lock files; LOCK=--upgrade takes the newest versions"

$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "Installing what the bot needs into $(VENV): about 350 MB, in less than a minute …"
	@$(PYTHON) -m venv $(VENV)
	@$(LOCKED) requirements.lock
	@$(ITSELF)
	@touch $@

$(VENV)/.ready-demo: requirements-demo.lock $(VENV)/.ready
	@echo "Installing what the local page needs: about 40 MB …"
	@$(LOCKED) requirements-demo.lock
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready-demo
	@echo "Installing the tools for tests, types and lint: about 330 MB …"
	@$(LOCKED) requirements-dev.lock
	@touch $@

demo: $(VENV)/.ready-demo
	@$(BIN)/python -m bot demo $(ARGS)

run: $(VENV)/.ready
	@$(BIN)/python -m bot run $(ARGS)

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

test-long: $(VENV)/.ready-dev
	$(BIN)/python -m pytest $(PARALLEL) --hypothesis-profile=long --long $(ARGS)

check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/python -m bot check
	$(BIN)/python -m pytest $(PARALLEL)

format: $(VENV)/.ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready-dev
	$(BIN)/python -m bench $(ARGS)

# Chromium is an extra of the system; without one this says so and changes nothing.
screenshots: $(VENV)/.ready-dev
	@$(BIN)/python -m bench.screenshots $(ARGS)

lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --quiet install uv
	$(COMPILE) --extra build pyproject.toml --output-file requirements.lock
	$(COMPILE) --extra build --extra demo --constraint requirements.lock pyproject.toml \
		--output-file requirements-demo.lock
	$(COMPILE) --all-extras --constraint requirements-demo.lock pyproject.toml \
		--output-file requirements-dev.lock
	rm -rf $(VENV)/lock

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
