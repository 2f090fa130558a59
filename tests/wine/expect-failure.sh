#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Runs a command that must fail and print a line with PATTERN.
#
# Usage: expect-failure.sh PATTERN COMMAND...
set -uo pipefail

output=$("${@:2}" 2>&1)
status=$?
printf '%s\n' "$output"
if ((status == 0)); then
    echo "expect-failure: exit status 0" >&2
    exit 1
fi
grep -Eq -e "$1" <<<"$output" || {
    echo "expect-failure: exit status $status, but no line with \"$1\"" >&2
    exit 1
}
