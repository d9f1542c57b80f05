# Berth's commands. `make rehearse` and `make test` install all they need.

.DEFAULT_GOAL := rehearse
SHELL := /bin/bash
RUNS := 5
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Packages whose tests need neither the AWS bindings nor Node.js come first:
# they tell most mistakes in seconds.
PURE := ./config/... ./internal/check/... ./internal/fargate/... ./internal/instancetype/... ./internal/literal/... \
        ./internal/naming/... ./internal/retention/... ./internal/s3server/... ./internal/schedule/... ./internal/subnetplan/... ./internal/providerschema/...

# The test that mostly waits for one process goes first, so that others run
# meanwhile.
SLOW := ./cmd/bench

# Tests that run the cdktf CLI or Terraform over and over have the tag rehearsal:
# `go test ./...` leaves them out.
REHEARSED := ./cmd/rehearse/... ./internal/cdktfcli/... ./internal/cloud/... ./internal/rehearsal/... ./tools/...

.PHONY: synth
synth: node_modules ## Install what is needed and write every stack to cdktf.out
	npx cdktf synth

.PHONY: test
test: node_modules ## Install what is needed and run every check and test
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not formatted with gofmt:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go mod verify >/dev/null
	go vet $(PURE)
	go test $(PURE)
	node --test tools/cdktf/
	go vet -tags rehearsal ./...
	go test $(SLOW) ./...
	go test -tags rehearsal $(REHEARSED)
	$(MAKE) --no-print-directory examples
	go run ./cmd/rehearse

.PHONY: rehearse
rehearse: node_modules ## Install what is needed and deploy, release and destroy every stack on this machine
	go run ./cmd/rehearse

.PHONY: examples
examples: ## Test the examples that are modules of their own; `go test .` covers the others
	@set -e; for module in examples/*/go.mod; do (cd $${module%/*} && go vet ./... && go test ./...); done

.PHONY: rehearse-examples
rehearse-examples: node_modules ## Deploy, release and destroy the examples on this machine, in some minutes
	@set -e; for settings in examples/*/cdktf.json; do go run ./cmd/rehearse -directory $${settings%/*} -release 1; done

.PHONY: lint
lint: ## Run staticcheck
	go run $(STATICCHECK) -tags rehearsal ./...

.PHONY: schema
schema: ## Write the JSON Schema and the configuration reference from the Go types
	go generate ./config

.PHONY: snapshots
snapshots: ## Refresh the snapshots; read the diff before committing it
	go test . -update

.PHONY: bench
bench: ## Measure wall time, peak memory and round trips of a synth
	go run ./cmd/bench -runs $(RUNS)

# What these run deploys to the rehearsal, with Terraform.
test rehearse rehearse-examples: ALSO := terraform

.PHONY: prerequisites
prerequisites:
	@sh tools/prerequisites.sh $(ALSO)

node_modules: package.json package-lock.json tools/cdktf/link.js | prerequisites
	npm ci --no-fund --no-audit --loglevel=error
	@touch node_modules

.PHONY: help
help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 20
