# Everything from nothing but python3 and make: each target sets up what it needs in .venv, once.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

VENV := .venv
BIN := $(VENV)/bin
BOARD := build/board.html
CHROMIUM ?= /usr/bin/chromium
# The certificates that this system trusts, also behind a proxy of one's own.
export UV_SYSTEM_CERTS ?= true
export TOCSIN_CHROMIUM := $(CHROMIUM)

.PHONY: help board test test-slow test-services lint types scorecard bench docs lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' Makefile

# ------------------------------------------------------------------------------------------------------ for everyone
board: $(VENV)/base.stamp ## the boards of Korea, Japan and the United States; the last line names the HTML
	@mkdir -p $(dir $(BOARD))
	@$(BIN)/tocsin board --reporter KOR --reporter JPN --reporter USA --html $(BOARD)

test: $(VENV)/dev.stamp ## the tests, with branch coverage
	@OMP_NUM_THREADS=1 $(BIN)/pytest -n auto --maxprocesses 4 --cov --cov-report=term:skip-covered

test-slow: $(VENV)/dev.stamp ## the tests that take minutes
	@$(BIN)/pytest -m slow

test-services: ## the tests that need system packages or extras, which it installs
	@$(MAKE) --no-print-directory browser-tests extras-tests

lint: $(VENV)/dev.stamp ## format, rules and floors
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache --no-logo

types: $(VENV)/dev.stamp ## mypy, strict
	@$(BIN)/mypy

scorecard: $(VENV)/dev.stamp ## how good the warnings are: docs/scorecard.md, its figures, bench/skill.json
	@$(BIN)/python -m bench.scorecard

bench: $(VENV)/dev.stamp ## time and memory by size; results as JSON in bench/results
	@$(BIN)/python -m bench

docs: $(VENV)/docs.stamp ## the documentation, into build/site
	@NO_MKDOCS_2_WARNING=true $(BIN)/mkdocs build --strict --quiet
	@echo build/site/index.html

lock: $(VENV)/uv.stamp ## constraints.txt anew, from the bounds in pyproject.toml
	@UV="$$(cat $<)" scripts/lock.sh

clean: ## remove all that was built, .venv too
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*

# ------------------------------------------------------------------------------------------------------- the set-up
# A stamp is younger than what it was made from, so an edit of pyproject.toml or constraints.txt installs again.
# uv.stamp holds the uv to use: the one on the PATH, else one of our own.
$(VENV)/uv.stamp: scripts/find-python.sh
	@python=$$(scripts/find-python.sh); \
	echo "setting up $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv --clear $(VENV); \
	if ! command -v uv > $@; then $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt uv; echo $(BIN)/uv > $@; fi

$(VENV)/%.stamp: $(VENV)/uv.stamp pyproject.toml constraints.txt
	@"$$(cat $<)" pip install --quiet --python $(BIN)/python -c constraints.txt -b constraints.txt -e '.$(filter-out [base],[$*])'
	@touch $@

# ----------------------------------------------------------------------------------------------------- with a browser
.PHONY: browser-tests
browser-tests: $(CHROMIUM) $(VENV)/dev.stamp $(VENV)/browser.stamp
	@$(BIN)/pytest -m services tests/browser

# --------------------------------------------------------------------------------------- with a cluster, with a parser
.PHONY: extras-tests
extras-tests: $(VENV)/dev.stamp $(VENV)/dask.stamp $(VENV)/spacy.stamp
	@$(BIN)/pytest -m services tests/services

.PRECIOUS: /usr/bin/chromium
/usr/bin/chromium:
	@command -v apt-get > /dev/null || { echo 'no Chromium at $@ and no apt-get to install it: install Chromium and say where it is, as in make test-services CHROMIUM=/path/of/chromium' >&2; exit 1; }
	@$$([ "$$(id -u)" = 0 ] || echo sudo) sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium'
