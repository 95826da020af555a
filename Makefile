# The two that matter: make demo, make test. Everything else is for those who change the code.
LINT := go tool -modfile=.ci/tools/go.mod golangci-lint
# Packages tested at one time. Two browsers or database servers are enough for two cores.
P ?= 2
# The rooms that choose an SQLite engine by whether there is a C compiler.
ENGINES = $(shell go list ./server/... | grep -E '^loket/server/(store|journal|queue|staff|device|aki)$$')

.PHONY: demo test bench build screens voice generate fmt lint check

demo:
	CGO_ENABLED=0 go run ./cmd/loket demo $(ARGS)

test:
	.ci/setup
	go vet ./...
	node --experimental-default-type=module --test display/web server/web/assets counter/web
	CGO_ENABLED=1 go test -race -timeout 20m -p $(P) ./...
	CGO_ENABLED=0 go test -timeout 10m -p $(P) $(ENGINES)
	@echo "make test: all packages passed"

bench:
	go run ./cmd/loket bench $(ARGS)

build:
	go build -trimpath -o bin/ ./cmd/loket

# The README's pictures and the printers', taken anew.
screens:
	LOKET_SCREENS=$(CURDIR)/docs/screens go test -count=1 -run TestScreens ./cmd/loket
	LOKET_SCREENS=$(CURDIR)/docs/printers go test -count=1 -run TestEveryPrintersTicket ./kiosk

# The kiosk's clips, spoken anew: needs espeak-ng and opus-tools.
voice:
	go generate -tags voice ./kiosk/voice

generate:
	go generate ./...

fmt:
	gofmt -w .

lint:
	go vet ./...
	$(LINT) run

# Fails if generating, formatting or tidying changes a file, or a linter finds something.
# SINCE=<commit or tree> compares with that instead of with the files as they are now.
check:
	.ci/check $(SINCE)
