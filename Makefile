# The two commands of the README. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint setup postgres clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv"; exit 3; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "python3-venv is needed: apt-get install python3-venv"; exit 3; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[ftm]' \
		|| echo "followthemoney was not installed: it needs ICU's headers (libicu-dev, pkg-config, g++). Its tests are skipped."
	@touch $@

demo: setup
	@$(BIN)/tocsin read examples/*.txt
	@rm -f demo.ledger demo.ledger-*
	@$(BIN)/tocsin ingest examples/desk.jsonl examples/*.txt --ledger demo.ledger --author demo
	@$(BIN)/tocsin ledger incidents --ledger demo.ledger --order sources --limit 8
	@$(BIN)/tocsin ledger people --ledger demo.ledger --status disputed
	@echo; echo "The same in a browser: $(BIN)/tocsin serve --ledger demo.ledger"

# The ledger is tested on a real PostgreSQL server, which the tests start themselves; without rights to install one these tests say so and are skipped.
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null; } || \
	  echo "PostgreSQL is not installed and cannot be from here: its tests are skipped (apt-get install postgresql)"

test: setup postgres
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

lint: setup
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache build dist
