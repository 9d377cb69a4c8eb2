PYTHON ?= python3
# Files of plain Python that nothing but types keeps honest: strict.
STRICT = $(wildcard \
	quizzes/scoring.py quizzes/typed.py quizzes/geometry.py quizzes/paper.py quizzes/kinds/*.py quizzes/writing.py \
	quizzes/exchange/markup.py quizzes/exchange/packages.py quizzes/exchange/qti/*.py \
	quizzes/drawing.py quizzes/item_analysis.py quizzes/admission.py quizzes/rekeying.py quizzes/pace.py quizzes/repetition.py \
	roleplays/scoring.py roleplays/panel.py roleplays/passing.py roleplays/picture.py roleplays/sheets.py \
	roleplays/running.py roleplays/radar.py roleplays/calendar_file.py roleplays/fairness/*.py \
	roleplays/chain.py roleplays/folding.py roleplays/incoming.py roleplays/containers.py roleplays/recording_files.py \
	certificates/guilloche.py certificates/rules.py certificates/validity.py \
	$(addprefix certificates/badges/,credential.py contexts.py proofs.py status.py shape.py checking.py) \
	tracking/due.py tracking/reminding/rules.py tracking/forecast/*.py tracking/populating/lives.py \
	people/scope.py people/sheets.py people/xlsx.py tracking/packs/container.py tracking/packs/seal.py tracking/packs/checking.py)
# Debian 12's own Python, the oldest that is promised: pins made by a newer one might not install there.
OLDEST_PYTHON ?= /usr/bin/python3
COMPILE = .venv-pins/bin/python -m piptools compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --strip-extras --allow-unsafe

.PHONY: help run dev test lint test-next bench bench-compare requirements clean python
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

run: python  ## the platform on http://127.0.0.1:8000/ (another port: make run PORT=8001)
	@$(PYTHON) site/launch.py run

dev: python  ## the same, restarting whenever a file changes
	@$(PYTHON) site/launch.py dev

test: python  ## the whole suite, browser journeys included
	@$(PYTHON) site/machine.py test
	@.venv/bin/python site/preparation.py translations
	@.venv/bin/python -m pytest -n 2

lint: python  ## format, rules, templates, types, migrations, import directions
	@$(PYTHON) site/machine.py lint
	@.venv/bin/python site/preparation.py translations
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m ruff check .
	.venv/bin/python -m djlint --lint --quiet site/templates $(wildcard */templates)
	.venv/bin/python manage.py check
	.venv/bin/python manage.py makemigrations --check --dry-run
	PYTHONPATH=.:site .venv/bin/lint-imports
	$(if $(STRICT),.venv/bin/python -m mypy $(STRICT))

test-next: python  ## the suite on the next Wagtail, in an environment of its own
	@$(PYTHON) site/machine.py next
	@.venv-next/bin/python site/preparation.py translations
	@.venv-next/bin/python -m pytest -n 2

bench: python  ## speed and memory as a table (SIZE=10000, DB=postgres, COLD=1, ONLY=pages,quiz)
	@$(PYTHON) site/machine.py test
	@PYTHONPATH=.:site .venv/bin/python tests/benchmarks/bench.py --size $(or $(SIZE),10000) --database $(or $(DB),sqlite) \
		$(if $(COLD),--cold) $(if $(ONLY),--only $(ONLY))

bench-compare:  ## two results of make bench side by side (A=before.json B=after.json)
	@PYTHONPATH=.:site .venv/bin/python tests/benchmarks/report.py $(A) $(B)

requirements:  ## pin the newest versions that requirements*.in allow, with hashes
	$(OLDEST_PYTHON) -m venv --clear .venv-pins
	.venv-pins/bin/python -m pip install --quiet pip-tools
	$(COMPILE) --upgrade --output-file requirements.txt requirements.in
	$(COMPILE) --upgrade --constraint requirements.txt --output-file requirements-dev.txt requirements-dev.in
	rm -rf .venv-pins

clean:  ## take away what was built; data in var/ and media/ stays
	rm -rf .venv .venv-next .venv-pins .mypy_cache .pytest_cache .ruff_cache .import_linter_cache var/static var/static.json var/content.json
	find . -name __pycache__ -prune -exec rm -rf {} +
	find . -name '*.mo' -delete

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed and this is %s. Name another one: make run PYTHON=python3.12" % sys.version.split()[0])'
