# The two commands of the README. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint setup clean

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

test: setup
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

lint: setup
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache build dist
