# make run: install, load the sample library, serve.   make test: everything needed, then all tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STAMP_DEV := $(VENV)/.installed-dev
SAMPLE_HOME := youju-sample
SAMPLE := eval/datasets/sample/documents
BANNER := 示例资料：地区、单位和数字均为虚构，仅供试用

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run install test test-long check format lint types wheel clean

run: $(STAMP)
	@test -d $(SAMPLE_HOME) || $(BIN)/youju ingest $(SAMPLE) --home $(SAMPLE_HOME)
	@YOUJU_BANNER="$(BANNER)" $(BIN)/youju ask --home $(SAMPLE_HOME) "$$(cat eval/datasets/sample/first_question.txt)"
	@YOUJU_BANNER="$(BANNER)" $(BIN)/youju serve --home $(SAMPLE_HOME)

install: $(STAMP)

# torch comes first and by its exact version: any other spelling may bring gigabytes of GPU libraries.
$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -c constraints.txt torch==2.13.0
	$(BIN)/pip install -q -c constraints.txt -e .
	@touch $@

$(STAMP_DEV): $(STAMP)
	$(BIN)/pip install -q -c constraints.txt -e ".[dev]"
	@touch $@

test: $(STAMP_DEV)
	$(BIN)/pytest

test-long: $(STAMP_DEV)
	$(BIN)/pytest -m long

check: $(STAMP_DEV) lint types test

lint: $(STAMP_DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP_DEV)
	$(BIN)/mypy

format: $(STAMP_DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(STAMP)
	PYTHON=$(BIN)/python scripts/check_wheel

clean:
	rm -rf $(VENV) build dist *.egg-info $(SAMPLE_HOME)
