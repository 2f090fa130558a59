#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Tests the installed QML module, moved to another folder and without a display. Also runs qmllint
# on every QML file, and checks that docs/qml.md is up to date.
#
# Usage: tests/qml/run.sh [BUILD_DIRECTORY]      a given folder is kept and reused
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
source=$(cd -- "$here/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
work=${1:-$scratch/build}
mkdir -p -- "$work"

if command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
fi
export CMAKE_GENERATOR=${CMAKE_GENERATOR-Ninja}
export XDG_RUNTIME_DIR=$scratch/runtime QT_QPA_PLATFORM=offscreen
mkdir -m 0700 -- "$XDG_RUNTIME_DIR"

cmake --log-level=WARNING -S "$source" -B "$work" -DCMAKE_BUILD_TYPE=Release \
    -DQTINTERPROCESS_BUILD_QML=ON -DQTINTERPROCESS_BUILD_TRANSLATIONS=OFF \
    -DQTINTERPROCESS_BUILD_TESTS=OFF -DQTINTERPROCESS_BUILD_EXAMPLES=ON -DQTINTERPROCESS_BUILD_TOOLS=OFF \
    -DQTINTERPROCESS_WARNINGS_AS_ERRORS=ON -DCMAKE_INSTALL_PREFIX=/nonexistent >/dev/null
cmake --build "$work" --target QtInterprocess QtInterprocessQml chat-qml frames-qml logdesk-qml viewer-qml
cmake --install "$work" --prefix "$scratch/staged" >/dev/null
mv -- "$scratch/staged" "$scratch/moved"
module=$(dirname -- "$(find "$scratch/moved" -path '*/QtInterprocess/qmldir')")
imports=$(dirname -- "$module")

for tools in /usr/lib/qt6/bin /usr/lib64/qt6/bin /usr/lib/qt/bin; do
    [[ -x $tools/qmltestrunner ]] && PATH=$tools:$PATH
done
echo "qml: reference"
mkdir -- "$scratch/snippets"
"$source/scripts/qml-reference" "$module/plugins.qmltypes" --check --snippets "$scratch/snippets"

# lint NAME ARGUMENT...: fails on each warning. The exit status of qmllint reports them in some Qt
# versions only.
lint() {
    echo "qml: qmllint of the $1"
    qmllint -I "$imports" "${@:2}" >"$scratch/lint" 2>&1 || true
    cat -- "$scratch/lint"
    ! grep -qE '^(Warning|Error|Critical|[^ ]+: Failed)' "$scratch/lint"
}
mapfile -t files < <(find "$source/tests" "$source/examples" -name '*.qml')
mapfile -t examples < <(find "$work/examples/qml" -mindepth 1 -maxdepth 1 -type d -printf '-I\n%p\n')
lint repository "${examples[@]}" "${files[@]}"
lint snippets --unused-imports disable "$scratch"/snippets/*.qml
echo "qml: tests, from $(basename -- "$scratch")/moved"
status=0
qmltestrunner -import "$imports" -input "$here" 2>&1 | tee "$scratch/log" || status=$?
awk -v status="$status" '/^Totals:/ { passed = $2; failed = $4 }
    END {
        total = passed + failed
        printf "%d%% tests passed, %d tests failed out of %d\n", total ? 100 * passed / total : 0, failed, total
        exit status || !total
    }' "$scratch/log"
