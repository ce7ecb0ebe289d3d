# Everything that this project can be asked to do. Python 3.11 or newer is all it needs; PYTHON= names another one.
PYTHON ?= python3
export PYTHONUTF8 = 1

.PHONY: help run serve test lint bench words format
help:
	@echo "make run     the demo township at http://127.0.0.1:8000 (PORT=, HOST=)"
	@echo "make test    every test, on SQLite and on PostgreSQL, after make lint"
	@echo "make lint    the rules of the house that a machine can hold"
	@echo "make bench   measures, writes benchmarks/results.md"
	@echo "make serve   the production start: settings from .env, nothing seeded"
	@echo "make words   brings the Chinese catalogue in step with the sources and compiles it (SHEETS=words.tsv)"
	@echo "make format  lets ruff lay the source out"

run:
	@$(PYTHON) -m scripts.start run

serve:
	@$(PYTHON) -m scripts.start serve

test:
	@$(PYTHON) -m scripts.run_tests $(ARGS)

lint:
	@$(PYTHON) -m scripts.run_in_venv -m scripts.lint

bench:
	@$(PYTHON) -m scripts.run_in_venv -m benchmarks $(ARGS)

words:
	@$(PYTHON) -m scripts.run_in_venv -m scripts.catalogue words $(SHEETS)

format:
	@$(PYTHON) -m scripts.run_in_venv -m ruff check --fix-only --quiet .
	@$(PYTHON) -m scripts.run_in_venv -m ruff format .
