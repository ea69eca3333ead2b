# make run   sets everything up in .venv and opens the dashboard on the embedded sample
# make test  sets everything up and runs the tests (Chromium and PostgreSQL included)
# make check lint, format and types        make bench  timed comparisons with peers        make coverage  tests with coverage
# make screenshots  a picture of every page into docs/gallery
.DEFAULT_GOAL := run
.PHONY: run test check bench coverage screenshots format

BIN := .venv/bin
PORT ?= 8501
TESTS ?= tests
TIMINGS ?=
VIEWS ?=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
export PYTHON

run: .venv/.runtime
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: .venv/.dev
	.ci/provide-test-programs
	$(BIN)/python -m pytest $(TESTS)

check: .venv/.dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

bench: .venv/.bench
	$(BIN)/python -m timing $(TIMINGS)

coverage: .venv/.dev
	$(BIN)/python -m pytest $(TESTS) --cov --cov-report=term-missing:skip-covered

screenshots: .venv/.dev
	.ci/provide-test-programs
	$(BIN)/python -m gallery $(VIEWS)

format: .venv/.dev
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

$(BIN)/python:
	.ci/create-venv

.venv/.runtime: requirements.txt $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	$(PIP) -r requirements-dev.txt
	@touch $@

.venv/.bench: requirements-bench.txt .venv/.dev
	$(PIP) --no-deps -r requirements-bench.txt
	@touch $@
