# Two commands for people: `make demo` and `make test`. Each does its own set-up.
PYTHON ?= python3.11
ifeq (, $(shell command -v $(PYTHON) 2>/dev/null))
PYTHON := python3
endif
VENV := .venv
BIN := $(VENV)/bin
LANGUAGE ?=
SPARK_TESTS := tests/contract/test_population_engine.py tests/support/rules/test_spark.py

.PHONY: demo serve test check spark bench soak docs clean

demo: $(VENV)/demo.stamp
	@$(BIN)/pulmu demo --out out $(if $(LANGUAGE),--lang $(LANGUAGE))

serve: $(VENV)/demo.stamp
	@$(BIN)/pulmu serve --local $(if $(LANGUAGE),--lang $(LANGUAGE))

test: $(VENV)/test.stamp
	@tools/test.sh

check: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The same answers from Spark in this machine: an environment of its own (PySpark takes 400 MB, and wants Java 17).
spark: $(VENV)/spark.stamp
	PULMU_REQUIRE=spark $(VENV)/spark/bin/pytest -W ignore::ResourceWarning --durations=0 -k spark $(SPARK_TESTS)

bench: $(VENV)/test.stamp $(VENV)/brightway.stamp $(VENV)/openfisca.stamp $(VENV)/matching.stamp $(VENV)/simpy.stamp $(VENV)/pyjobshop.stamp
	$(BIN)/python tests/benchmark/bench.py

soak: $(VENV)/soak.stamp
	$(BIN)/python tests/soak/soak.py $(if $(MINUTES),--minutes $(MINUTES)) $(if $(ONLY),--only $(ONLY))

docs: $(VENV)/test.stamp
	$(BIN)/python tools/write_reference.py

$(VENV)/bin/python:
	$(PYTHON) tools/check_python.py
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[app,plant]"
	@$(BIN)/python -m pulmu simulate fasteners --days 1 --replications 1 > /dev/null # compiles the kernel, once
	@touch $@

$(VENV)/test.stamp: $(VENV)/demo.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

# A peer to measure against, never a dependency: an environment of its own.
$(VENV)/brightway.stamp: $(VENV)/test.stamp tests/benchmark/brightway.txt
	$(BIN)/python -m venv $(VENV)/brightway
	$(VENV)/brightway/bin/python -m pip install --quiet --disable-pip-version-check -r tests/benchmark/brightway.txt
	@touch $@

$(VENV)/openfisca.stamp: $(VENV)/test.stamp tests/benchmark/openfisca.txt
	$(BIN)/python -m venv $(VENV)/openfisca
	$(VENV)/openfisca/bin/python -m pip install --quiet --disable-pip-version-check -r tests/benchmark/openfisca.txt
	@touch $@

$(VENV)/matching.stamp: $(VENV)/test.stamp tests/benchmark/matching.txt
	$(BIN)/python -m venv $(VENV)/matching
	$(VENV)/matching/bin/python -m pip install --quiet --disable-pip-version-check -r tests/benchmark/matching.txt
	@touch $@

$(VENV)/simpy.stamp: $(VENV)/test.stamp tests/benchmark/simpy.txt
	$(BIN)/python -m venv $(VENV)/simpy
	$(VENV)/simpy/bin/python -m pip install --quiet --disable-pip-version-check -r tests/benchmark/simpy.txt
	@touch $@

$(VENV)/pyjobshop.stamp: $(VENV)/test.stamp tests/benchmark/pyjobshop.txt
	$(BIN)/python -m venv $(VENV)/pyjobshop
	$(VENV)/pyjobshop/bin/python -m pip install --quiet --disable-pip-version-check -r tests/benchmark/pyjobshop.txt
	@touch $@

$(VENV)/spark.stamp: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m venv $(VENV)/spark
	$(VENV)/spark/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,spark]"
	@touch $@

$(VENV)/soak.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,soak]"
	@touch $@

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
