# Samverk. `make` alone tells what can be done. On a machine with Go, Node and make, `make run` and `make test` need
# no other preparation: what is missing is fetched, and each step says what it does.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run build assets generate test bench fuzz e2e pictures look lint needs check-generated FORCE

# Where `make run` keeps its data and where it answers; another is chosen with: make run DB=other.db ADDR=127.0.0.1:9000
DB   ?= samverk.db
ADDR ?= 127.0.0.1:8080

LINT          := go tool -modfile=tools/go.mod golangci-lint
WITH_POSTGRES := go run ./platform/store/storetest/withpostgres

help: ## show this list
	@echo 'Samverk. The commands are:'
	@echo
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-24s%s\n", $$1, $$2 }'
	@echo
	@echo 'Start with `make run`; it builds the program, loads an example plan and serves it on http://$(ADDR)/'

run: build ## build, load the example plan into samverk.db and serve it on 127.0.0.1:8080
	@echo '== Starting Samverk on http://$(ADDR)/ with the database $(DB). Stop it with Ctrl-C.'
	@exec bin/samverk --db '$(DB)' serve --demo --addr '$(ADDR)'

build: assets bin/samverk ## build the program as bin/samverk

# Go decides itself what has to be built again, so the file is always offered to it.
bin/samverk: FORCE
	@echo '== Building bin/samverk (the first time also fetches the libraries; that takes a minute or two)'
	@go build -trimpath -o $@ ./cmd/samverk

FORCE:

# The look is put together from npm packages and platform/ui/styles, and built into the program.
assets: platform/ui/dist/.built ## put together the style sheet, fonts and icons in platform/ui/dist

platform/ui/dist/.built: platform/ui/node_modules/.package-lock.json platform/ui/build.mjs platform/ui/icons.go \
		$(shell find platform/ui/styles platform/ui/assets -type f 2>/dev/null)
	@echo '== Putting together the style sheet, fonts and icons'
	@cd platform/ui && npm run --silent build
	@touch $@

generate: ## write the generated files (*_templ.go) anew from the pages (*.templ)
	@go tool templ generate -log-level warn

test: needs check-generated build lint e2e/node_modules/.package-lock.json ## everything: generated files, lint, and all tests on SQLite and PostgreSQL
	@echo '== Testing every package on SQLite and on a PostgreSQL server started for the purpose'
	@$(WITH_POSTGRES) go test -timeout 55m ./...
	@test -e ../shared/documents/aktivitetsplan-2018-2021.txt || \
		echo '== Left out: reading the scanned plan, which does not stand beside the project (../shared/documents)'
	@echo '== All is well: generated files, lint and tests'

bench: needs build ## measure speed beside what bounds it: the bare engine, a bare scan (some minutes)
	@echo '== Measuring; figures say most on a machine that does nothing else'
	@go run ./bench

# How long each parser is fed with nonsense: make fuzz FUZZTIME=5m
FUZZTIME ?= 10s

fuzz: ## feed every parser with nonsense for FUZZTIME (10s) each; what breaks one is kept in its testdata
	@sh tools/fuzz.sh '$(FUZZTIME)'

e2e: needs build e2e/node_modules/.package-lock.json ## run the built program as a newcomer would: on both engines and in a real browser
	@echo '== Running bin/samverk on SQLite and PostgreSQL, and in Chromium'
	@$(WITH_POSTGRES) go test -timeout 30m -count=1 -v ./e2e/...

pictures: needs build e2e/node_modules/.package-lock.json ## take the README's pictures anew, into docs/pictures
	@SAMVERK_PICTURES='$(CURDIR)/docs/pictures' $(WITH_POSTGRES) go test -count=1 -run '^TestPictures$$' -v ./e2e

# Where `make look` puts what it sees.
LOOK ?= look

look: needs build e2e/node_modules/.package-lock.json ## keep a picture of every page, wide, dark and on a telephone, in the folder LOOK (look)
	@mkdir -p '$(LOOK)'
	@SAMVERK_LOOK='$(abspath $(LOOK))' $(WITH_POSTGRES) go test -timeout 40m -count=1 -run '^TestEveryPageIs|^TestThePublicPages|^TestTheEmptyPages' ./e2e
	@echo '== The pictures are in $(LOOK)'

# What a folder needs from npm; npm writes the target last, so it is there only when all went well.
%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	@command -v npm >/dev/null || { echo 'Node with npm is needed and was not found. Install Node 20 or newer.' >&2; exit 1; }
	@echo '== Fetching what $* needs from npm'
	@cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

lint: ## look for mistakes and broken rules (the first time builds the linter: two minutes)
	@echo '== Linting (rules and their reasons: .golangci.yml)'
	@$(LINT) run ./...

needs: ## install what the tests need and this machine lacks (PostgreSQL, Chromium, GLPK)
	@sh tools/needs.sh

check-generated: ## see that the generated files are up to date
	@sh tools/check-generated.sh
