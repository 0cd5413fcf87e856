# The two commands of the README are `make demo` and `make test`; both set everything up.

PYTHON ?= $(shell command -v python3.11 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: help demo test lint types tests tests-long catalogues bench-sandbox bench-matching bench-delivery \
	trial-updates trial-admin trial-crash trial-storm simulate-broadcast lock clean

help:  ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

$(INSTALLED): pyproject.toml deploy/requirements/dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement deploy/requirements/dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: $(INSTALLED)  ## Talk to the bot in the browser: no token needed
	@$(BIN)/talksbot demo

test: lint types tests  ## Lint, types, the record, and all tests

lint: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(INSTALLED)
	$(BIN)/mypy bot knowledge

tests: $(INSTALLED)
	$(BIN)/talksbot knowledge check
	$(BIN)/pytest

tests-long: $(INSTALLED)  ## The sibling matrix with every phrasing of the record, some minutes
	$(BIN)/pytest --long --timeout=1200 tests/corpus/test_siblings.py tests/knowledge/test_check.py

catalogues: $(INSTALLED)  ## Bring the catalogues up to the sentences of the code
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --no-default-keywords -k say:1 -k say_many:1,2 -c Translators: -s \
		--add-location=file --sort-by-file --project=talksbot --output-file=build/talksbot.pot bot
	$(BIN)/pybabel --quiet update --domain=talksbot --input-file=build/talksbot.pot \
		--output-dir=bot/rendering/locales --ignore-obsolete --ignore-pot-creation-date

bench-sandbox: $(INSTALLED)  ## How many calls a second the local Telegram answers
	$(BIN)/python -m bot.sandbox.bench

bench-matching: $(INSTALLED)  ## Matchers side by side: how well, how fast (some 20 minutes)
	$(BIN)/python -m tests.trials.matching --picture deploy/pictures/matching.svg

trial-updates: $(INSTALLED)  ## 100,000 generated updates of all kinds through the bot
	$(BIN)/python -m tests.trials.updates --count 100000 --seed 1

bench-delivery: $(INSTALLED)  ## A broadcast to 2,000 chats while people ask: rate and answers
	$(BIN)/python -W ignore -m tests.trials.delivery_bench

trial-crash: $(INSTALLED)  ## Kill the bot at random moments of 50 broadcasts
	$(BIN)/python -W ignore -m tests.trials.crash --trials 50 --seed 1

trial-storm: $(INSTALLED)  ## A broadcast to 1,000 chats while everything goes wrong
	$(BIN)/python -W ignore -m tests.trials.storm --chats 1000 --seed 1

simulate-broadcast: $(INSTALLED)  ## A million chats at 30 and 1,000 a second, without a network
	$(BIN)/python -m tests.trials.simulation

trial-admin: $(INSTALLED)  ## Kill the bot 50 times while an editor publishes
	$(BIN)/python -m tests.trials.admin --kills 50 --seed 1

lock: $(INSTALLED)  ## Renew the locked requirements from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --extra webhook --output-file deploy/requirements/runtime.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --extra webhook --extra sandbox --extra semantic --group dev \
		--output-file deploy/requirements/dev.lock pyproject.toml

clean:  ## Remove what was installed and built
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
