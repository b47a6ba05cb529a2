# Two commands: `make run` and `make test`. Each is complete on a fresh clone and safe to repeat.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
PY := .venv/bin/python
MANAGE := $(PY) manage.py
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale*/es_AR/LC_MESSAGES/*.po))
export PORT DATA_DIR

.PHONY: run setup catalogues test check lint types lock messages relevance elasticsearch clean

run: setup ## Prepare everything and serve it
	@echo "Entre Pares está en http://127.0.0.1:$(PORT)/  (Ctrl+C para terminar)"
	@$(MANAGE) runserver --noreload --skip-checks 127.0.0.1:$(PORT)

setup: .venv/runtime $(CATALOGUES) ## Everything but serving
	@$(MANAGE) prepare

catalogues: $(CATALOGUES) ## The texts in Spanish, ready to be read

test: .venv/dev $(CATALOGUES)
	@env -u DATA_DIR $(PY) -m pytest -n auto --dist loadfile $(ARGS)

check: .venv/dev $(CATALOGUES) lint types
	@PYTHONPATH=.:site .venv/bin/lint-imports --config pyproject.toml
	@$(MANAGE) makemigrations --check --dry-run
	@DEBUG=0 SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(60))") ALLOWED_HOSTS=example.org \
		BASE_URL=https://example.org $(MANAGE) check --deploy --fail-level WARNING

lint: .venv/dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@git ls-files -z --cached --others --exclude-standard '*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2 --check

types: .venv/dev
	@PYTHONPATH=.:site .venv/bin/mypy municipalities accounts cases playbooks search

lock: .venv/dev ## After editing requirements*.in
	@.venv/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-annotate --no-header requirements.in -o requirements.txt
	@.venv/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-annotate --no-header requirements-dev.in -o requirements-dev.txt

messages: .venv/dev ## After changing a text: needs gettext
	@$(MANAGE) makemessages -l es_AR --no-location --no-wrap --no-obsolete --ignore .venv --ignore var

relevance: .venv/dev $(CATALOGUES) ## How well the search answers the judged queries
	@$(PY) benchmarks/relevance.py

elasticsearch: ## Leave a real Elasticsearch running on 127.0.0.1:9200
	@.ci/elasticsearch start

# In Python, because a bare machine has no msgfmt; before Django starts, because it reads it only once.
%.mo: %.po | .venv/runtime
	@$(PY) -c "import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])" $< $@

clean: ## Forget the installed packages; the data stay
	rm -rf .venv

.venv/bin/python:
	@echo "Creando el entorno de Python…"
	@$(PYTHON) -m venv .venv

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Instalando las dependencias (un minuto la primera vez)…"
	@$(PY) -m pip install --disable-pip-version-check -q --progress-bar on --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	@echo "Instalando las herramientas de desarrollo…"
	@$(PY) -m pip install --disable-pip-version-check -q --require-hashes -r requirements-dev.txt
	@touch $@
