# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Functions of demo.sh to show progress and to compare files. demo.sh sources it.

columns=80
if [[ -t 1 ]]; then
    columns=$(tput cols 2>/dev/null || echo 80)
fi

say() {
    if [[ -t 1 ]]; then
        printf '\r\033[K'
    fi
    printf '%s\n' "$*"
}

# Writes a line that the next one replaces; without a terminal, a permanent line.
live() {
    if [[ -t 1 ]]; then
        printf '\r\033[K%s' "${1:0:columns-1}"
    else
        say "$1"
    fi
}

fail() {
    say "demo: FAILED: $*" >&2
    exit 1
}

mb() {
    printf '%d.%d MB' $(($1 / 1000000)) $(($1 / 100000 % 10))
}

now_ms() {
    if [[ -n ${EPOCHREALTIME:-} ]]; then
        echo $((${EPOCHREALTIME/./} / 1000))
    else
        echo $((SECONDS * 1000))
    fi
}

size_of() {
    local size
    size=$(wc -c <"$1")
    echo $((size))
}

sha256_of() {
    local sum
    if command -v sha256sum >/dev/null; then
        sum=$(sha256sum <"$1")
    else
        sum=$(shasum -a 256 <"$1")
    fi
    echo "${sum%% *}"
}
