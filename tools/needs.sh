#!/bin/sh
# Installs what the tests need and this machine lacks, through apt-get. Nothing is touched when all is there. On
# systems without apt-get, or without the right to install, it says what to install.
set -eu

# PostgreSQL's server programs are not on the path on Debian; each version has a folder of its own.
has_postgres() {
	command -v pg_dump >/dev/null && command -v pg_restore >/dev/null || return 1
	for folder in $(dirname "$(command -v initdb || echo /nowhere/initdb)") /usr/lib/postgresql/*/bin; do
		[ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ] && return 0
	done
	return 1
}

has_browser() {
	for name in chromium chromium-browser google-chrome; do
		command -v "$name" >/dev/null && return 0
	done
	return 1
}

has_solver() { command -v glpsol >/dev/null; }

packages=''
has_postgres || packages="$packages postgresql"
has_browser || packages="$packages chromium"
has_solver || packages="$packages glpk-utils"

if [ -z "$packages" ]; then
	echo '== The tests have what they need: PostgreSQL, Chromium and GLPK are installed'
	exit 0
fi

if ! command -v apt-get >/dev/null; then
	echo "The tests need these programs, which are not installed:$packages." >&2
	echo 'This system has no apt-get; install them in its own way and run the command again.' >&2
	exit 1
fi

if [ "$(id -u)" -eq 0 ]; then
	as_root=''
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
	as_root='sudo'
else
	echo "The tests need these packages, which are not installed:$packages." >&2
	echo "Ask an administrator to run: apt-get install$packages" >&2
	exit 1
fi

echo "== Installing what the tests need:$packages (this takes a minute or two, once)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Debian's package may start a server of its own; the tests start another one, on a socket in a temporary folder, so
# the two never meet.
# shellcheck disable=SC2086 # the words are separate on purpose
if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y --no-install-recommends $packages; } >"$log" 2>&1; then
	cat "$log" >&2
	echo "The packages could not be installed; the reason stands above. By hand: apt-get install$packages" >&2
	exit 1
fi
