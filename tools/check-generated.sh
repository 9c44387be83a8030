#!/bin/sh
# Generated files are kept in the project so that `go build` is enough. This renews them and fails when that changed
# anything, so that what is kept is what the sources say. The same goes for go.mod, which `go mod tidy` writes.
set -eu
cd "$(dirname "$0")/.."

sums() { find . -name '*_templ.go' -not -path './node_modules/*' | LC_ALL=C sort | xargs -r sha256sum; }

echo '== Checking that generated files are up to date'
before=$(mktemp) after=$(mktemp)
trap 'rm -f "$before" "$after"' EXIT
sums >"$before"
go tool templ generate -log-level warn
sums >"$after"
if ! diff "$before" "$after" >/dev/null; then
	echo 'These generated files were not what their sources say. They have now been renewed: look at them and commit them.' >&2
	diff "$before" "$after" | sed -n 's/^[<>] [0-9a-f]*  /  /p' | sort -u >&2
	exit 1
fi

if ! difference=$(go mod tidy -diff 2>&1); then
	echo 'go.mod or go.sum does not say what the code imports. Run `go mod tidy` and commit them. The difference:' >&2
	echo "$difference" | head -n 40 >&2
	exit 1
fi
