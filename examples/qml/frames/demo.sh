#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Runs a producer, which is killed and started again, and a window. Saves a picture of the window.
# Without a display it runs on Qt's offscreen platform.
# Usage: examples/qml/frames/demo.sh BUILD_DIRECTORY [PICTURE_DIRECTORY]
set -euo pipefail

build=$(cd -- "$1" && pwd)
pictures=${2:-$build/pictures}
mkdir -p -- "$pictures"
programs=$build/examples/qml/frames

runtime=$(mktemp -d)
window=
producer=
finish() {
    local pid
    for pid in $window $producer; do
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
    done
    rm -rf -- "$runtime"
}
trap finish EXIT
export XDG_RUNTIME_DIR=$runtime QT_QUICK_CONTROLS_STYLE=Fusion
if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    export QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software
fi

fail() {
    echo "frames demo: $*" >&2
    exit 1
}

# wait_for COUNT: waits until the window has shown so many status lines with frames.
wait_for() {
    local i
    for ((i = 0; i < 300; ++i)); do
        [[ $(grep -c ' frames' "$runtime/status" 2>/dev/null) -ge $1 ]] && return
        kill -0 "$window" 2>/dev/null || fail "the window has ended"
        sleep 0.1
    done
    fail "timed out: the window shows no frames"
}

"$programs/frames-qml" --status --screenshot "$pictures/frames.png" >"$runtime/status" &
window=$!
"$programs/frames-producer" &
producer=$!
wait_for 2
kill -KILL "$producer"
wait "$producer" 2>/dev/null || true
before=$(grep -c ' frames' "$runtime/status")
"$programs/frames-producer" &
producer=$!
wait_for $((before + 3))

kill -TERM "$window"
wait "$window" || fail "the window ended with $?"
window=
kill -TERM "$producer"
wait "$producer" || fail "the producer ended with $?"
producer=
echo "frames demo: $(tail -n 1 "$runtime/status"); $pictures/frames.png"
