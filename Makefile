# Two commands for a newcomer: `make docs` and `make test`. They need Python, make and the package
# registries, and install the rest into .venv; tests skip what the system lacks (see `system`).
# Other targets: lint, bench, bench-large, fuzz, soak, pdf, dist, matrix, matrix-hosts, pictures, clean.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LANGUAGES := zh en
SPHINX := $(BIN)/sphinx-build -q -n -W --keep-going

.PHONY: help docs docs-mkdocs test lint bench bench-large fuzz soak pdf dist matrix matrix-hosts pictures system clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -3

$(STAMP): pyproject.toml hatch_build.py $(wildcard sphinx_modelzoo/locale/*/LC_MESSAGES/*.po)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[docs,test,lint,mkdocs,zh,plot]'
	touch $@

# The two sites, zh and en, from one source tree; and both in one site with MkDocs. The same of the
# invented laboratory, whose catalog shows what the community's does not have.
docs: $(STAMP)
	@$(MAKE) --no-print-directory -j 2 $(LANGUAGES:%=docs-%) docs-mkdocs $(LANGUAGES:%=lab-%) lab-mkdocs
	@echo "The Chinese site:  build/docs/zh/index_cn.html"
	@echo "The English site:  build/docs/en/index_en.html"
	@echo "With MkDocs, both: build/docs/mkdocs/index.html"
	@echo "A zoo with all of it: build/docs/lab/zh, build/docs/lab/en, build/docs/lab/mkdocs"

docs-mkdocs: $(STAMP)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict -f example_docs/mkdocs.yml

lab-mkdocs: $(STAMP)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict -f example_docs/lab/mkdocs.yml

lab-%: $(STAMP)
	@$(SPHINX) -b html -c example_docs/lab/conf/$* example_docs/lab/docs build/docs/lab/$*

docs-%: $(STAMP)
	@$(SPHINX) -b html -c example_docs/conf/$* example_docs build/docs/$*

# Three at a time: tests in a browser mostly wait. In the order of the files: theirs are long.
test: $(STAMP) system
	$(BIN)/python scripts/browser_tools.py axe-core@4 mathjax@3 mathjax@4 \
	  @mathjax/mathjax-newcm-font@4
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python scripts/floors.py
	$(BIN)/python scripts/foreign_names.py
	$(BIN)/python scripts/words.py

bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --editable '.[fast]'
	@for program in $(filter-out %/bench_large.py,$(wildcard benchmarks/bench_*.py)); do \
	  echo "== $$program"; $(BIN)/python $$program || exit 1; done

# Up to 100,000 models: hours, and memory up to a limit (see --limit there).
bench-large: $(STAMP)
	$(BIN)/python -m pip install --quiet --editable '.[fast]'
	$(BIN)/python benchmarks/bench_large.py

# Mutated input for ten minutes; random edits and killed builds, which go on where they stopped.
fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzz

soak: $(STAMP)
	$(BIN)/python -m tests.soak

# The PDFs in both languages, and one of hostile values; needs the TeX system that the manual names.
# -g: see there.
pdf: $(STAMP)
	$(BIN)/python scripts/system_packages.py pdf
	@$(MAKE) --no-print-directory -j 2 $(LANGUAGES:%=pdf-%)
	@ls build/pdf/*/*.pdf
	$(BIN)/python -m pytest -q tests/hostile_pdf.py

pdf-%: $(STAMP)
	@$(SPHINX) -b latex -c example_docs/conf/$* example_docs build/pdf/$*
	@$(MAKE) -C build/pdf/$* LATEXMKOPTS='-g -interaction=nonstopmode -halt-on-error -quiet' all-pdf

# The archives of a release, dated by the last commit: the same bytes each time.
dist: $(STAMP)
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build

# The tests over every supported Python and Sphinx that is to be had here.
matrix:
	$(PYTHON) scripts/matrix.py

# The zoo in other tools: a virtual environment for each group of them, .venv-hosts-*.
matrix-hosts: $(STAMP) system
	$(BIN)/python scripts/matrix_hosts.py

pictures: $(STAMP) system docs
	$(BIN)/python scripts/pictures.py

# Chromium, git, npm, pandoc, Poppler and fonts: installed for root and in CI, and else only named.
system: $(STAMP)
	$(BIN)/python scripts/system_packages.py tests

clean:
	rm -rf build dist .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis
