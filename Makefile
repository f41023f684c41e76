# One word for each thing a person does here; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test check documents bench lock messages clean

BIN := .venv/bin

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 18

setup: ## environment, assets, browser; nothing else
	@python3 .ci/setup.py

run: ## set up, then serve on 127.0.0.1:8000 (PORT=, HOST=), with demo on first start and worker included
	@python3 .ci/setup.py --only environment,assets,translations
	@$(BIN)/consultation run

test: ## set up, then every check and every test (BROWSER=none leaves the browser out)
	@python3 .ci/setup.py
	@$(BIN)/python .ci/check.py --all

check: ## the fast half: format, lint, types, import contracts, unit tests
	@python3 .ci/setup.py --only environment,translations
	@$(BIN)/python .ci/check.py

