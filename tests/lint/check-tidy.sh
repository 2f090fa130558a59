#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Runs clang-tidy over all files of src/, tools/ and tests/ that a build compiles. It takes
# minutes, so .ci/run runs it, not ctest.
#
# Usage: check-tidy.sh [BUILD_DIRECTORY]      build/release by default; a finished build, because
# moc's output is needed
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(realpath -- "${1:-$root/build/release}")

tidy=${CLANG_TIDY:-$(command -v clang-tidy-14 || command -v clang-tidy || true)}
if [[ -z $tidy ]]; then
    echo "check-tidy: clang-tidy is missing; scripts/setup lint installs it" >&2
    exit 1
fi
if [[ ! -f $build/compile_commands.json ]]; then
    echo "check-tidy: $build has no compile_commands.json" >&2
    exit 1
fi

mapfile -t files < <(python3 - "$root" "$build/compile_commands.json" <<'PYTHON'
import json, pathlib, sys
folders = [pathlib.Path(sys.argv[1]) / name for name in ("src", "tools", "tests")]
files = {entry["file"] for entry in json.load(open(sys.argv[2], encoding="utf-8"))}
print("\n".join(sorted(f for f in files if any(pathlib.Path(f).is_relative_to(folder) for folder in folders))))
PYTHON
)
if [[ -z ${files[*]} ]]; then
    echo "check-tidy: $build compiles nothing of src/, tools/ and tests/" >&2
    exit 1
fi

# -Wno-unknown-warning-option: the compile commands may belong to another compiler.
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" \
    "$tidy" -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option 2> >(grep -v 'warnings generated' >&2 || true)
echo "check-tidy: ${#files[@]} files are tidy"
