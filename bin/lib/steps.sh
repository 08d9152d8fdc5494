# Sourced by bin/test: runs one step after another, whatever came of the one before, and adds up what they counted.
# shellcheck shell=bash

passed=0
failed=0
skipped=0
failed_steps=()
logs=$(mktemp -d "${TMPDIR:-/tmp}/changba-test.XXXXXX")

# step HEADING COUNTER COMMAND...: COUNTER reads the step's output and prints `passed failed skipped`.
step() {
    local heading=$1 counter=$2 log="$logs/step.log" began=$SECONDS status counts
    shift 2
    printf '\n=== %s\n' "$heading"
    run_logged "$log" "$@"
    status=$(<"$log.status")
    read -r -a counts < <("$counter" "$log")
    read -r -a counts < <(at_least_one "$status" "${counts[@]}")
    passed=$((passed + counts[0]))
    failed=$((failed + counts[1]))
    skipped=$((skipped + counts[2]))
    if [[ ${counts[1]} -gt 0 ]]; then failed_steps+=("$heading"); fi
    printf -- '--- %s: %s, %d s (%d passed, %d failed, %d skipped)\n' "$heading" \
        "$(if [[ ${counts[1]} -gt 0 ]]; then echo FAILED; else echo ok; fi)" $((SECONDS - began)) "${counts[@]}"
}

# In the background and in a process group of its own, so that an interrupt ends the step and all it started.
run_logged() {
    local log=$1
    shift
    echo 1 >"$log.status"
    set -m
    { (
        set -euo pipefail
        "$@"
    ) && echo 0 >"$log.status"; } </dev/null 2>&1 | tee "$log" &
    set +m
    wait "$!" || true
}

# A command that failed without naming a failure is one, and one that counted nothing but went well is one success.
at_least_one() {
    local status=$1 passed=$2 failed=$3 skipped=$4
    if [[ $status -ne 0 && $failed -eq 0 ]]; then failed=1; fi
    if [[ $status -eq 0 && $((passed + failed + skipped)) -eq 0 ]]; then passed=1; fi
    echo "$passed $failed $skipped"
}

end_running_steps() {
    local group
    for group in $(jobs -p); do
        kill -TERM -- "-$group" 2>/dev/null || true
    done
}

print_totals() {
    local heading
    printf '\n=== Totals after %d s\n' "$SECONDS"
    for heading in "${failed_steps[@]}"; do
        printf 'failed: %s\n' "$heading"
    done
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
}

# --- counters

count_checks() {
    awk '/^ok: /{p++} /^FAILED: /{f++} /^NOT CHECKED: /{s++} END{print p+0, f+0, s+0}' "$1"
}

# `cargo test` prints a result line a binary, cargo-nextest one summary for all.
count_rust() {
    plain "$1" | awk '
        /^test result: / { add(); }
        /^ *Summary \[/  { add(); }
        function add(   i) {
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^passed/) p += $(i - 1)
                else if ($i ~ /^(failed|exec)/ || ($i ~ /^out/ && $(i - 1) == "timed")) f += ($i ~ /^out/) ? $(i - 2) : $(i - 1)
                else if ($i ~ /^(ignored|skipped)/) s += $(i - 1)
            }
        }
        END { print p + 0, f + 0, s + 0 }'
}

count_node() {
    plain "$1" | awk '
        /^NOT CHECKED: / { s += 1 }
        $1 != "ℹ" && $1 != "#" { next }
        $2 == "pass" { p += $3 }
        $2 == "fail" || $2 == "cancelled" { f += $3 }
        $2 == "skipped" || $2 == "todo" { s += $3 }
        END { print p + 0, f + 0, s + 0 }'
}

plain() { sed 's/\x1b\[[0-9;]*m//g' "$1"; }
