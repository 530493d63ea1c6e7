# Everything a person types. `make` alone says what there is.

PREFIX ?= /usr/local
BINARY := .build/release/volumetry

.DEFAULT_GOAL := help
.PHONY: help setup demo test fuzz build order install bench bench-peers bench-compare lint format clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
	@echo "  PREFIX=$(PREFIX) is where install puts bin/volumetry"

setup: # installs the Debian packages that are missing; nothing when all are there
	@Scripts/setup.sh

demo: build ## write a phantom liver before and after stage 1, measure it, print the answer
	@Scripts/demo.sh

# The tests of the command line run the binary that ships, hence `build` first.
test: build ## every test
	swift build --build-tests
	swift test

SECONDS ?= 15
fuzz: setup ## search for files that break the reader: SECONDS=15 on each surface; SURFACE=gzip takes one
	@Scripts/fuzz.sh $(SECONDS)

build: setup ## the binary that ships, statically linked: .build/release/volumetry
	@Scripts/build.sh

order: setup # lists anew what a start needs, for the linker; five minutes, needs valgrind
	python3 Scripts/start_order.py

install: build ## copy the binary to $(PREFIX)/bin
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/volumetry

bench: build ## time every stage against zlib, libdeflate and ISA-L: ten minutes, docs/STAGES.md
	@Scripts/setup.sh libdeflate-dev libisal-dev
	@Scripts/bench.sh

bench-peers: build ## time it against its peers, process by process: ten minutes, docs/BENCHMARKS.md
	@Scripts/setup.sh mrtrix3
	@Scripts/bench-peers.sh

bench-compare: build ## time compare against its peers, process by process: docs/BENCHMARKS-COMPARE.md
	@Scripts/bench-peers.sh compare

lint: ## check the format of every Swift file
	@Scripts/lint.sh lint --strict

format: ## put every Swift file into the format
	@Scripts/lint.sh format --in-place

clean: ## remove what build, demo and benches made
	rm -rf .build .build-fuzz .build-peers Benchmarks/.build demo
