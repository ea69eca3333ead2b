# make run   sets everything up in .venv and opens the dashboard on the embedded sample
# make test  sets everything up and runs the tests (Chromium and PostgreSQL included), in two processes or WORKERS=…
# make check lint, format and types        make bench  timed comparisons with peers
# make coverage  the tests with coverage: fails below 95 % over all, and below 100 % in what a blend is computed with
# YARDSTICK_HYPOTHESIS=thorough make test    many examples, others every time
# YARDSTICK_SLOW_SERVER=1 make test TESTS=tests/browser    the pages' server slowed on purpose
# make screenshots  a picture of every page into docs/gallery
.DEFAULT_GOAL := run
.PHONY: run test check bench coverage screenshots format

BIN := .venv/bin
PORT ?= 8501
TESTS ?= tests
WORKERS ?= 2
# A file's tests share what they set up, so a file stays with one worker; in their order, for the longest, in a browser, come early.
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)
BLEND_ENGINE := core/benchmark/*,core/same_money/blend_*.py
TIMINGS ?=
VIEWS ?=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
export PYTHON

run: .venv/.runtime
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: .venv/.dev
	.ci/provide-test-programs
	$(PYTEST)

check: .venv/.dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

bench: .venv/.bench
	$(BIN)/python -m timing $(TIMINGS)

coverage: .venv/.dev
	.ci/provide-test-programs
	$(PYTEST) --cov --cov-report=term-missing:skip-covered
	$(BIN)/python -m coverage report --include='$(BLEND_ENGINE)' --show-missing --fail-under=100

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
