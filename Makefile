# bole 伯乐. The two commands a newcomer needs: `make demo` and `make test`.
# Every long step leaves a stamp, so the second call starts in seconds. Delete .venv and var/stamps to begin anew.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := var/stamps
PIP := $(BIN)/pip install --disable-pip-version-check --quiet --progress-bar off --require-hashes
SAY := @printf '\033[1m==>\033[0m %s\n'
PURE := src/bole/kernel src/bole/ports src/bole/measurement src/bole/perception src/bole/parsing
JUNIT := var/test-results
ARGS ?=

MESSAGE_SOURCES := $(shell find src/bole/locale -name '*.po' 2>/dev/null)
MODEL_CARDS := $(wildcard library/models/*.toml)

# Compiled modules are kept: every process of the product would compile a thousand again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help frontend demo test test-pure test-database test-frontend test-browser test-long lint types imports library fmt check run worker media \
        models docs messages backup bundle build-eu bench setup setup-test doctor clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 16

# --- set-up, each step once -------------------------------------------------------------------------------------

$(VENV)/.stamp-venv:
	$(SAY) "Python environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "bole needs Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.stamp-product: $(VENV)/.stamp-venv requirements/base.txt requirements/media.txt requirements/build.txt
	$(SAY) "Python packages, checked by hash (about a minute the first time)"
	@$(PIP) -r requirements/base.txt -r requirements/media.txt -r requirements/build.txt
	@touch $@

$(VENV)/.stamp-link: $(VENV)/.stamp-venv scripts/link.py
	@$(BIN)/python scripts/link.py
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/.stamp-product requirements/dev.txt
	$(SAY) "Packages for lint, types and tests"
	@$(PIP) -r requirements/dev.txt
	@touch $@

frontend: $(VENV)/.stamp-product $(VENV)/.stamp-link  ## build styles and scripts, when a source is newer
	$(SAY) "Front end (built with Node from its Python wheel when a source is newer)"
	@$(BIN)/python -m bole.cli.frontend build

$(STAMPS)/messages: $(VENV)/.stamp-product $(VENV)/.stamp-link $(MESSAGE_SOURCES)
	$(SAY) "Translations"
	@$(BIN)/python -m bole.cli.messages
	@mkdir -p $(@D) && touch $@

$(STAMPS)/models: $(VENV)/.stamp-product $(VENV)/.stamp-link $(MODEL_CARDS)
	$(SAY) "Speech, face and text models, checked by sha256 (about 185 MB)"
	@$(BIN)/bole models install
	@mkdir -p $(@D) && touch $@

$(STAMPS)/debian-demo: scripts/debian-packages
	@scripts/debian-packages demo
	@mkdir -p $(@D) && touch $@

$(STAMPS)/debian-test: scripts/debian-packages
	@scripts/debian-packages test
	@mkdir -p $(@D) && touch $@

setup: $(STAMPS)/debian-demo $(VENV)/.stamp-product $(VENV)/.stamp-link frontend $(STAMPS)/messages $(STAMPS)/models  ## everything the demo needs
setup-test: setup $(STAMPS)/debian-test $(VENV)/.stamp-dev  ## everything the tests need

# --- run ----------------------------------------------------------------------------------------------------------

demo: setup  ## the fictional bank with three people interviewed and rated by the real models; ARGS="--once --json FILE"
	@exec $(BIN)/bole demo $(ARGS)

run: setup  ## the product itself (see docs/how-to/run-in-production.md)
	@exec $(BIN)/bole up $(ARGS)

worker: setup  ## a worker for mail, documents, ratings and housekeeping
	@exec $(BIN)/bole worker --queues io,rating,documents,system $(ARGS)

media: setup  ## a worker that hears and sees
	@exec $(BIN)/bole worker --queues speech,vision $(ARGS)

models: $(STAMPS)/models  ## fetch and verify the model files
	@$(BIN)/bole models list

messages: $(VENV)/.stamp-product $(VENV)/.stamp-link  ## merge and compile translations
	@$(BIN)/python -m bole.cli.messages

doctor: setup  ## what is missing and how to mend it
	@$(BIN)/bole doctor

backup: setup  ## encrypted copy of database and files; ARGS=DIRECTORY
	@$(BIN)/bole backup $(ARGS)

bundle: setup  ## offline release in var/bundle
	@$(BIN)/bole bundle $(ARGS)

build-eu: setup  ## offline release without anything that measures facial or vocal affect
	@$(BIN)/bole bundle --eu $(ARGS)

bench: setup-test  ## speed beside bare models, upload and page load; writes var/bench
	@scripts/bench $(ARGS)

# --- checks -------------------------------------------------------------------------------------------------------

lint: $(VENV)/.stamp-dev  ## ruff
	$(SAY) "ruff"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types: $(VENV)/.stamp-dev $(VENV)/.stamp-link  ## mypy, strict
	$(SAY) "mypy --strict"
	@$(BIN)/mypy

imports: $(VENV)/.stamp-dev $(VENV)/.stamp-link  ## architecture contracts
	$(SAY) "import contracts"
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

fmt: $(VENV)/.stamp-dev  ## format the Python sources
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

check: setup-test  ## Django's own checks, missing migrations
	$(SAY) "django checks"
	@DJANGO_SETTINGS_MODULE=bole.config.settings.test $(BIN)/python -W ignore manage.py check
	@DJANGO_SETTINGS_MODULE=bole.config.settings.test $(BIN)/python -W ignore manage.py makemigrations --check --dry-run

library: $(VENV)/.stamp-dev $(VENV)/.stamp-link  ## questions, frameworks, jobs and guides are fit for use
	$(SAY) "library"
	@$(BIN)/bole library check

docs: setup-test  ## links and generated references are right
	$(SAY) "documentation"
	@$(BIN)/python scripts/docs.py

# `make test` must end within CI's twenty minutes on a slow machine of two cores; what is marked long runs before a release.
CHOSEN ?= not long
PURE_TESTS := -c tests/pure.ini --numprocesses=2 --dist=loadgroup --rootdir . --confcutdir src/bole $(PURE)
DATABASE_TESTS := --numprocesses=2 --dist=loadfile $(PURE:%=--ignore=%) --ignore=tests/journeys
JOURNEYS := --numprocesses=2 --dist=loadfile tests/journeys

test-pure: setup-test  ## no Django, no database
	$(SAY) "pure tests"
	@mkdir -p $(JUNIT)
	@$(BIN)/pytest $(PURE_TESTS) -m "$(CHOSEN)" --junitxml=$(JUNIT)/pure.xml

test-database: setup-test  ## capabilities, on a throw-away PostgreSQL
	$(SAY) "database tests"
	@mkdir -p $(JUNIT)
	@$(BIN)/pytest $(DATABASE_TESTS) -m "$(CHOSEN)" --junitxml=$(JUNIT)/database.xml

test-frontend: setup-test  ## front-end unit tests
	$(SAY) "front-end tests"
	@$(BIN)/python -m bole.cli.frontend check

test-browser: setup-test  ## journeys in a real headless Chromium, with faults and attacks
	$(SAY) "browser journeys"
	@mkdir -p $(JUNIT)
	@$(BIN)/pytest $(JOURNEYS) -m "$(CHOSEN)" --junitxml=$(JUNIT)/journeys.xml

test: setup-test  ## everything CI runs
	@$(MAKE) --jobs=2 --output-sync=target lint types imports check library docs test-frontend
	@$(MAKE) test-pure
	@$(MAKE) test-database
	@$(MAKE) test-browser

test-long: setup-test  ## what is marked long: killed workers, restores, every address by every visitor; about six minutes
	@$(MAKE) CHOSEN=long test-pure test-database test-browser

clean:  ## forget stamps and test results, keep data and models
	@rm -rf $(STAMPS) $(JUNIT)
