# What a developer and an operator type. Everything lives in .venv; nothing needs root or Node.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
PROCESSES ?= 2
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
# A run starts dozens of processes: without bytecode on disk each compiles the libraries and the tests again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup setup-runtime demo test test-sqlite test-postgres journeys check bench lock clean ready

help: ## показать эту справку / show this help
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

setup: ## установить всё нужное в .venv / install everything into .venv
	@command -v $(PYTHON) >/dev/null || { echo "Нет команды $(PYTHON): нужен Python 3.11 или новее. / $(PYTHON) is missing."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Нужен Python 3.11 или новее, а $(PYTHON) – это $$($(PYTHON) -V). / Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) scripts/set_up.py

setup-runtime: ## то же без проверок и тестов / the same without tests and checks
	@$(PYTHON) scripts/set_up.py --runtime-only

demo: ## показать на выдуманных данных: http://localhost:8000 / show invented data
	@test -x $(BIN)/stellazh || $(MAKE) --no-print-directory setup
	@$(BIN)/stellazh demo

ready:
	@test -x $(BIN)/pytest || { echo "Сначала: make setup / Run make setup first."; exit 1; }

test: test-sqlite test-postgres ## тесты на SQLite и на PostgreSQL / tests on both databases

test-sqlite: ready
	@echo "— SQLite —"
	@env -u DATABASE_URL $(PYTEST) -q -n $(PROCESSES) $(ARGS)

test-postgres: ready
	@echo "— PostgreSQL —"
	@$(BIN)/python scripts/with_postgres.py $(PYTEST) -q -n $(PROCESSES) $(ARGS)

journeys: ready ## целые истории в настоящем Chromium / whole stories in a real Chromium
	@$(BIN)/python -c 'import shutil, sys; sys.exit(not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))' \
	  || { echo "Нет Chromium: поставьте его (Debian: apt install chromium). / Chromium is missing."; exit 1; }
	@$(PYTEST) -q journeys $(ARGS)

check: ready ## стиль, типы, слои, шаблоны, миграции / style, types, layers, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/djlint stellazh --lint --quiet
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -m django makemigrations --check --dry-run
	$(PYTEST) -q tests/test_docs.py tests/test_architecture.py

bench: ready ## замеры скорости / measurements
	@$(BIN)/python -m benchmarks

lock: ready ## обновить requirements/*.lock / renew the locks
	@for name in runtime s3 dev; do \
	  .venv/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
	    requirements/$$name.in -o requirements/$$name.lock $(ARGS); done

clean: ## убрать .venv, показ и следы прогонов / remove .venv, the demo and traces of runs
	rm -rf .venv var build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
