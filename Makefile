# The commands of the house. `make` alone lists them.
PORT ?= 8000
PYTHON := .venv/bin/python
# The reports of the demo, and the outline of each.
REPORTS := bc-syt-lang-son-2025 bc-syt-lao-cai-2025
PAPERS := $(foreach report,$(REPORTS),out/$(report).pdf out/$(report).docx)
out/bc-syt-lang-son-2025.%: OUTLINE = lang-son-24-2024
out/bc-syt-lao-cai-2025.%: OUTLINE = lao-cai
# Browsers and workers share the machine's two cores.
TEST_PROCESSES ?= 2
.DEFAULT_GOAL := help
LINTERS := lint-style lint-types lint-layers lint-templates lint-models
.PHONY: help run demo install install-dev install-measuring test cover mutate lint format bench shots report lock $(LINTERS)

help:  ## What there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo "  PORT=8001 make run, DATABASE_URL=postgresql://… make run"

run: demo  ## The portal with its demo years on 127.0.0.1:8000
	@exec $(PYTHON) manage.py serve --port $(PORT)

demo: install  ## The same without the server: database, demo years, both reports
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py build_demo
	@$(MAKE) --silent --no-print-directory $(PAPERS)
	@$(PYTHON) manage.py demo_signins

report:  ## Write both reports of the demo anew, from today's ledger
	@$(MAKE) --no-print-directory --always-make $(PAPERS)

$(PAPERS):
	@mkdir -p out
	@$(PYTHON) manage.py report $(OUTLINE) 2025 --format $(patsubst .%,%,$(suffix $@)) --output $@.part
	@mv $@.part $@
	@echo "Wrote $@"

install:  # what the portal needs
	@setup/install

install-dev:  # and what changing it needs
	@setup/install dev

test: install-dev  ## All tests, those in the browser included
	@$(PYTHON) -m pytest -n $(TEST_PROCESSES) --dist loadscope $(ARGS)

# Without the property tests: what only chance would try is not tried.
cover: install-dev  ## Every line and branch of the rules is tried by a test that says which
	@mkdir -p out
	@$(PYTHON) -m coverage run -m pytest --quiet tests/policies/rules tests/situations \
		--ignore=tests/policies/rules/test_properties.py
	@$(PYTHON) -m coverage report

mutate: install-measuring  ## Change the rules one place at a time; do the tests notice? (an hour)
	@$(PYTHON) -m tests.mutation

lint: install-dev  ## Style, types, layers, templates, migrations
	@$(MAKE) --no-print-directory --keep-going $(LINTERS)

lint-style:
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m ruff format --check --quiet . || \
		{ $(PYTHON) -m ruff format --check . ; echo "Run: make format"; exit 1; }

lint-types:
	@$(PYTHON) -m mypy --no-error-summary

lint-layers:
	@PYTHONPATH=. .venv/bin/lint-imports --no-logo

lint-templates:
	@.venv/bin/djlint templates --lint --quiet

lint-models:
	@$(PYTHON) manage.py makemigrations --check --dry-run
	@$(PYTHON) manage.py check --fail-level WARNING

format: install-dev  ## Put the code into the house's style
	@$(PYTHON) -m ruff check --fix --quiet .
	@$(PYTHON) -m ruff format .

install-measuring: install-dev  # and what measuring it needs
	@setup/install measuring

bench: install-measuring  ## Measure against peers; writes out/bench.json
	@$(PYTHON) -m tests.bench $(ARGS)

shots: install-dev  ## A picture of every page, wide and 390 px, into out/shots/
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py build_demo
	@$(PYTHON) -m tests.shots $(ARGS)

COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	--no-annotate --custom-compile-command "make lock"

lock: install-dev  ## Lock the newest versions pyproject.toml allows, with hashes
	@$(COMPILE) --upgrade pyproject.toml -o requirements.txt
	@$(COMPILE) --upgrade pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	@$(COMPILE) --upgrade --group measuring -c requirements-dev.txt -o requirements-measuring.txt
	@$(COMPILE) --upgrade --group installer -o requirements-installer.txt
