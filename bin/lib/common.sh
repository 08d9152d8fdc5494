# Sourced by the scripts in bin/: where things are, and how a script speaks.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
tools="$root/target/tools"
fuzz_venv="$root/target/fuzz"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "${0##*/}: $*"
    exit 1
}

usage_error() {
    say "${0##*/}: $*"
    exit 2
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [[ $EUID -eq 0 ]]; }

# The lines `ok:`, `FAILED:` and `NOT CHECKED:` are what bin/test counts in a step without a runner of its own.
check_passed() { printf 'ok: %s\n' "$*"; }
check_failed() { printf 'FAILED: %s\n' "$*"; }
not_checked() { printf 'NOT CHECKED: %s\n' "$*"; }

build_folder() { printf '%s\n' "${CARGO_TARGET_DIR:-$root/target}"; }

# The binary under test: CHANGBA_BIN when it is set, else the developers' build.
server_binary() { printf '%s\n' "${CHANGBA_BIN:-$(build_folder)/debug/changba}"; }

# Nothing listens where a connection is refused. The range lies below the one the kernel hands out by itself.
free_port() {
    local port
    for _ in {1..50}; do
        port=$((15000 + RANDOM % 16000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s\n' "$port"
            return 0
        fi
    done
    return 1
}
