#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Runs a command that prints "hanging" and does not end, and ends it with SIGTERM.
#
# Usage: expect-stop.sh COMMAND...
set -uo pipefail

exec {said}< <(exec "$@" 2>&1)
child=$!
while read -r line <&"$said" || exit; do
    echo "$line"
    [[ $line == hanging ]] && break
done
kill -TERM "$child"
cat <&"$said" # until all writers have closed
wait "$child"
status=$?
if ((status != 143)); then
    echo "expect-stop: exit status $status instead of 143, SIGTERM" >&2
    exit 1
fi
