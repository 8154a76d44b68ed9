# make run: install, load the sample library, serve.   make test: everything needed, then all tests.   make help: the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STAMP_DEV := $(VENV)/.installed-dev
MODEL := index/model/0_StaticEmbedding/model.safetensors
SAMPLE := eval/datasets/sample
SAMPLE_HOME := youju-sample
SAMPLE_STAMP := $(SAMPLE_HOME)/.loaded
BANNER := 示例资料：地区、单位和数字均为虚构，仅供试用

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help run install test test-long coverage check gate results lint types format docs lock wheel clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

run: $(SAMPLE_STAMP) ## install, load the sample library, answer one question, serve page and API
	@echo "问：$$(cat $(SAMPLE)/first_question.txt)"
	@$(BIN)/youju ask --home $(SAMPLE_HOME) "$$(cat $(SAMPLE)/first_question.txt)"
	@echo
	@YOUJU_BANNER="$(BANNER)" $(BIN)/youju serve --home $(SAMPLE_HOME)

# A library that another bundled model has made keeps its documents and gets new vectors.
$(SAMPLE_STAMP): $(STAMP) $(MODEL)
	@test ! -f $(SAMPLE_HOME)/youju.sqlite || $(BIN)/youju rebuild --reembed --home $(SAMPLE_HOME)
	@$(BIN)/youju ingest $(SAMPLE)/documents --home $(SAMPLE_HOME)
	@touch $@

install: $(STAMP) ## .venv with the youju command

# torch comes first and by its exact version: any other spelling may bring gigabytes of GPU libraries.
# pip compiles what it copies, but not a folder that it only points at: without that, and where Python may not write bytecode itself,
# each command would compile the whole program anew, for a third of a question's time.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("有据需要 Python 3.11 或更高版本" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -c constraints.txt torch==2.13.0
	$(BIN)/pip install -q -c constraints.txt -e .
	@$(BIN)/python -m compileall -q index rag prompts server.py ui.py
	@touch $@

$(STAMP_DEV): $(STAMP)
	$(BIN)/pip install -q -c constraints.txt -e ".[dev]"
	@touch $@

test: $(STAMP_DEV) ## everything needed, then all tests
	$(BIN)/pytest

test-long: $(STAMP_DEV) ## the tests that take hours
	$(BIN)/pytest -m long

coverage: $(STAMP_DEV) ## all tests, and which lines they reach
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

gate: $(STAMP_DEV) ## the quality gate: the sample, and the development sets where they are, against what is required
	$(BIN)/python -m eval gate

results: $(STAMP_DEV) ## measure everything and write docs/results/ (ten minutes on two free cores)
	$(BIN)/python -m eval results

check: lint types test gate ## what CI runs: format, lint, types, tests, the quality gate

lint: $(STAMP_DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP_DEV)
	$(BIN)/mypy

format: $(STAMP_DEV) ## put the source in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(STAMP_DEV) ## write the generated pages of docs/
	$(BIN)/python -m scripts.docs

lock: ## write constraints.txt from a clean installation
	scripts/lock

wheel: $(STAMP) ## build the wheel, install it elsewhere, ask it a question
	PYTHON=$(BIN)/python scripts/check_wheel

clean:
	rm -rf $(VENV) build dist *.egg-info $(SAMPLE_HOME)
