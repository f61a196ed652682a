# Livéo Facturation: what can be asked of this folder. Debian or Ubuntu with Python 3.11 or newer is enough.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help
.PHONY: help run test conformance kills demo format lock clean

PORT ?= 8501
UPGRADE ?=
# Called as a module: the scripts of a virtual environment stop working when its folder is moved.
PYTHON := .venv/bin/python

# Another environment's modules must not be seen from this one, nor an old download be taken for a new one.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PYTHONNOUSERSITE := 1
export PIP_USER := 0
export PIP_NO_CACHE_DIR := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help:
	echo "Livéo Facturation"
	echo "  make run      installer ce qui manque, créer la base de démonstration, ouvrir le tableau de bord (PORT=$(PORT))"
	echo "  make test     tout vérifier : mise en forme, règles, types, tests (Chromium compris)"
	echo "  make conformance  vérifier chaque sorte de document : XML, règles européennes et françaises, PDF/A (veraPDF), montants"
	echo "  make kills    tuer 200 fois le programme pendant qu'il émet des factures, et tout revérifier (quelques minutes)"
	echo "  make demo     créer la base de démonstration, si elle n'est pas déjà là"
	echo "  make format   mettre le code en forme"
	echo "  make lock     verrouiller les versions des bibliothèques (UPGRADE=1 : prendre les dernières)"
	echo "  make clean    effacer l'environnement et les caches, jamais la base"

run:
	.ci/prepare runtime
	if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then
		echo "Le port $(PORT) est déjà occupé : arrêtez l'autre programme, ou lancez « make run PORT=8502 »." >&2
		exit 1
	fi
	$(PYTHON) -m liveo demo --if-missing
	echo "Livéo Facturation : http://127.0.0.1:$(PORT)"
	exec $(PYTHON) -m streamlit run app.py --server.port $(PORT)

test:
	.ci/prepare checks
	.ci/prepare browser
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest -n auto --maxprocesses 4

conformance:
	.ci/prepare checks
	.ci/prepare verapdf
	$(PYTHON) -m pytest -n auto --maxprocesses 4 --dist loadgroup tests/conformance

kills:
	.ci/prepare checks
	folder=$$(mktemp -d)
	trap 'rm -rf "$$folder"' EXIT
	LIVEO_DB="$$folder/liveo.duckdb" $(PYTHON) -m liveo demo --today 2026-11-23
	$(PYTHON) -m tests.tools.kill_issuing "$$folder/liveo.duckdb" --kills 200

demo:
	.ci/prepare runtime
	$(PYTHON) -m liveo demo

format:
	.ci/prepare checks
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

lock:
	.ci/prepare checks
	flags=(--universal --python-version 3.11 --generate-hashes --quiet $(if $(UPGRADE),--upgrade))
	# No address of any package index enters the locks.
	flags+=(--no-header --no-annotate --no-emit-index-url --no-emit-find-links)
	$(PYTHON) -m uv pip compile "$${flags[@]}" pyproject.toml --output-file requirements.txt
	$(PYTHON) -m uv pip compile "$${flags[@]}" --constraint requirements.txt --extra test pyproject.toml --output-file tests/requirements.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
