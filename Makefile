# make run · make test · make check · make bench: each sets up what it needs the first time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
REQUIRE := --require-hashes --no-deps

AXE := .axe/node_modules/axe-core/axe.min.js
AXE_VERSION := 4.14.1

.PHONY: run test check bench bench-matching bench-journal soak fit pictures axe format lock clean

run: $(VENV)/.run
	@$(BIN)/python run_bot.py

test: $(VENV)/.dev
	@$(BIN)/python -m pytest

check: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(VENV)/.dev
	@$(BIN)/python -m benches

# The matcher beside simpler ways, and on very many exchanges.
bench-matching: $(VENV)/.dev
	@$(BIN)/python -m benches.matching $(LABELLED)

# Reports on a journal of a million rows; it takes minutes to fill.
bench-journal: $(VENV)/.dev
	@$(BIN)/python -m benches.journal

# Everything that can go wrong, done to the bot; SOAK="--scale 10" for long, see --help.
soak: $(VENV)/.dev
	@$(BIN)/python -m benches.soak $(SOAK)

# make fit LABELLED=folder: fits the matcher's weighting and prints how well it does. The folder has
# interviews/ and questions/.
fit: $(VENV)/.dev
	@$(BIN)/python -m benches.fit_matcher $(LABELLED)

# The README's pictures of the page; needs Chromium.
pictures: $(VENV)/.dev
	@$(BIN)/python -m tests.preview.page.make_pictures

# What the tests hold the page's accessibility against, where there is npm.
axe: $(AXE)

$(AXE):
	@npm install --silent --no-save --no-package-lock --no-audit --no-fund --prefix .axe axe-core@$(AXE_VERSION)

format: $(VENV)/.dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# Reads the ranges of pyproject.toml anew and pins every package with its hashes.
lock: $(VENV)/.made
	@$(PIP) install uv
	@$(BIN)/uv pip compile pyproject.toml --extra model --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -o requirements/run.txt --quiet
	@$(BIN)/uv pip compile pyproject.toml --extra model --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -o requirements/dev.txt --quiet

clean:
	rm -rf $(VENV) .axe .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Verbatim needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12 …"; exit 1; }
	@echo "Setting up $(VENV) (once) …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv is missing: on Debian and Ubuntu, apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt
	@$(PIP) install $(REQUIRE) -r requirements/run.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@$(PIP) install $(REQUIRE) -r requirements/dev.txt
	@touch $@
