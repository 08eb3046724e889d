# Everything a person types. A fresh clone needs python3.11, make and git, nothing more.
PYTHON ?= python3.11
PORT ?= 8000
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
MANAGE := DEBUG=1 $(PY) manage.py
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/django.po)

# As on a server, for the checks that only make sense there.
PRODUCTION = DEBUG=0 ALLOWED_HOSTS=sez.example SITE_URL=https://sez.example \
	SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')"

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: setup run test check seed demo bench messages lock clean help

setup: $(VENV)/.catalogues ## install what the portal runs on, compile the languages

$(VENV)/.runtime: requirements.txt
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

$(VENV)/.catalogues: $(CATALOGUES) $(VENV)/.runtime
	$(MANAGE) compile_catalogues
	touch $@

run: demo ## the portal with example data on http://127.0.0.1:8000 (PORT=…)
	$(MANAGE) collectstatic --noinput --verbosity 0
	DEBUG=1 SITE_URL=http://127.0.0.1:$(PORT) $(VENV)/bin/gunicorn \
		-c sez_portal/gunicorn.conf.py --bind 127.0.0.1:$(PORT)

test: setup $(VENV)/.dev ## all tests, on SQLite and PostgreSQL (ARGS="-k zones")
	$(PY) tests/run $(ARGS)

check: setup $(VENV)/.dev ## all that a machine can judge without running the tests
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/djlint --lint --quiet templates
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(MANAGE) compile_catalogues --check
	$(PY) -m tests.commit_subjects

seed: setup ## create the tables, load countries, zones and their sources
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) seed

demo: seed ## add the made-up people of development
	$(MANAGE) demo

bench: setup ## measure the slowest pages (ARGS=--quick)
	$(PY) -m tests.bench $(ARGS)

messages: setup ## collect the strings to translate (needs gettext's xgettext)
	$(MANAGE) extract_messages

lock: requirements.in requirements-dev.in ## write requirements*.txt: all pins, with their hashes
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet pip-tools==7.6.2
	for name in requirements requirements-dev; do \
		CUSTOM_COMPILE_COMMAND="make lock" build/lock/bin/pip-compile --quiet --generate-hashes \
			--strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
			--output-file $$name.txt $$name.in || exit 1; \
	done

clean: ## forget what was built; keeps the database and the uploads
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find locale -name '*.mo' -delete

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18
