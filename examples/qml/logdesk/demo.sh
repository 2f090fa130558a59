#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Runs the log desk with several senders and a second start, and saves pictures of its window.
# Without a display it runs on Qt's offscreen platform.
# Usage: examples/qml/logdesk/demo.sh BUILD_DIRECTORY [PICTURE_DIRECTORY]
set -euo pipefail

build=$(cd -- "$1" && pwd)
pictures=${2:-$build/pictures}
mkdir -p -- "$pictures"
desk=$build/examples/qml/logdesk/logdesk-qml
qtipc=$build/tools/qtipc/qtipc

runtime=$(mktemp -d)
pid=
finish() {
    [[ -n $pid ]] && kill "$pid" 2>/dev/null && wait "$pid" || true
    rm -rf -- "$runtime"
}
trap finish EXIT
export XDG_RUNTIME_DIR=$runtime QML_IMPORT_PATH=$build/qml QT_QUICK_CONTROLS_STYLE=Fusion
if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    export QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software
fi

fail() {
    echo "logdesk demo: $*" >&2
    exit 1
}

# wait_until DESCRIPTION COMMAND...: repeats the command ten times a second, for 30 s at most.
wait_until() {
    local what=$1 i
    shift
    for ((i = 0; i < 300; ++i)); do
        "$@" >/dev/null 2>&1 && return
        kill -0 "$pid" 2>/dev/null || fail "the desk has ended"
        sleep 0.1
    done
    fail "timed out: $what"
}

# some_log SOURCE COUNT: writes so many log lines.
some_log() {
    local i levels=(info info info debug warning)
    for ((i = 1; i <= $2; ++i)); do
        echo "[${levels[i % 5]}] $1: step $i of $2, $((RANDOM % 900 + 100)) ms"
    done
}

show() {
    local name=$1 lines=$runtime/$1.txt
    shift
    some_log "first file" 5 >"$runtime/startup.log"
    "$desk" --output "$lines" --screenshot "$pictures/$name.png" "$@" "$runtime/startup.log" &
    pid=$!
    wait_until "the server" test -S "$runtime/logdesk"

    # Two programs send at once, and a shell writes to the FIFO.
    some_log backup 40 | "$qtipc" connect --quiet logdesk &
    local backup=$!
    some_log indexer 40 | "$qtipc" connect --quiet logdesk
    wait "$backup"
    echo "[info] cron: $(date +%F) is a fine day" >"$runtime/logdesk.fifo"

    # A second start opens its file in the running desk. Its exit code reports the result.
    some_log "second start" 3 >"$runtime/more.log"
    "$desk" "$runtime/more.log" || fail "the second start failed"
    "$desk" "$runtime/missing.log" && fail "the second start did not report its missing file"

    wait_until "all lines" bash -c "[[ \$(wc -l <'$lines') -ge 90 ]]"
    kill -HUP "$pid" # reloads the files
    wait_until "the files again" bash -c "[[ \$(grep -c 'second start: step 3' '$lines') -eq 2 ]]"

    kill -TERM "$pid"
    wait "$pid" || fail "the desk ended with $?"
    pid=
    [[ ! -e $runtime/logdesk && ! -e $runtime/logdesk.fifo ]] || fail "the desk has left its files"
    [[ $(grep -c 'backup: step' "$lines") -eq 40 && $(grep -c 'indexer: step' "$lines") -eq 40 ]] ||
        fail "lines are missing"
    echo "logdesk demo: $(wc -l <"$lines") lines of 5 sources, two second starts, reload and clean end;" \
        "$pictures/$name.png"
}

show logdesk
show logdesk-dark --dark
