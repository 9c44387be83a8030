#!/bin/sh
# Runs every fuzz test for the time given, one after the other, and goes on when one fails. Go keeps the input that failed in
# the package's testdata/fuzz, where ordinary tests try it ever after. The tests are found by listing: a new one needs no line.
set -u
cd "$(dirname "$0")/.."
time=${1:-10s}
failed=''

for folder in $(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n 1 dirname | sort -u); do
	for name in $(go test -list '^Fuzz' "$folder" | grep '^Fuzz'); do
		echo "== $folder $name, $time"
		go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" "$folder" || failed="$failed $folder:$name"
	done
done

if [ -n "$failed" ]; then
	echo "== These failed:$failed" >&2
	exit 1
fi
echo '== No fuzz test failed'
