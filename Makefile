# Everything a person does here. `make` alone serves the sample company.
.DEFAULT_GOAL := run
PYTHON ?= python3
SCALE ?= 1

# A stamp is named after the hash of what it was made from: nothing is done twice, whatever the clock says.
hash_of = $(shell cat $(1) 2>/dev/null | cksum | tr ' ' '-')
RUN := .venv/stamps/run-$(call hash_of,requirements/run.txt pyproject.toml)
DEV := .venv/stamps/dev-$(call hash_of,requirements/dev.txt pyproject.toml)
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps
OURS = $(PIP) --no-index --no-build-isolation --editable .

# One store for the sample, one for each folder given with DATA.
STORE = .symphonies/$(if $(DATA),company-$(shell cd "$(DATA)" && pwd -P | cksum | cut -d' ' -f1),demo)

.PHONY: run test check bench lock clean help

run: $(RUN) ## Serve the sample company, or the one in DATA=folder, and print the address (PORT=8020)
	@.venv/bin/python tools/build_ui.py
ifdef DATA
	@.venv/bin/symphonies company "$(DATA)" --store "$(STORE)"
else
	@test -e $(STORE)/lakehouse.duckdb || .venv/bin/symphonies demo --scale $(SCALE) --store $(STORE)
endif
	@exec .venv/bin/symphonies serve --store "$(STORE)" $(if $(PORT),--port $(PORT))

test: $(DEV) ## Set up and run every test (ARGS="-k name" for some)
	@.venv/bin/python tools/build_ui.py
	@.venv/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(DEV) ## Lint, types, import rules, spelling, unused and undeclared code, front end
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/pyrefly check
	.venv/bin/lint-imports
	.venv/bin/codespell
	.venv/bin/deptry src
	.venv/bin/vulture
	.venv/bin/python tools/build_ui.py --check

bench: $(DEV) ## Measure against peers and print the table (NAME=forecasting for another than semantics)
	@.venv/bin/python -m tests.bench.$(or $(NAME),semantics) $(ARGS)

lock: $(DEV) ## Pin every dependency with its hashes (ARGS=--upgrade for newer ones)
	@.venv/bin/python tools/lock.py $(ARGS)

clean: ## Remove what was built and installed; the stores stay
	@rm -rf .venv node_modules ui/dist src/symphonies/suite/*/ui/dist .pytest_cache .ruff_cache .import_linter_cache

help: ## Tell what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; PYTHON=python3.12 make names another.")'
	@$(PYTHON) -m venv .venv

$(RUN): .venv/bin/python
	@echo "Installing the packages of the product ..."
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(OURS)
	@mkdir -p $(@D) && touch $@

$(DEV): .venv/bin/python
	@echo "Installing the packages of the product and its tests ..."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(OURS)
	@mkdir -p $(@D) && touch $@
