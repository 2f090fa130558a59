#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Compares the binary interface of a library that was built with debug information with the recorded one, and says what changed.
# Fails on each difference: until 1.0 a change is allowed, but it is written down. Compilers describe some types in different ways, so
# both are made in scripts/debian-13.
# Usage: tests/packages/abi.sh LIBRARY HEADERS      RECORD=1 in the environment records it
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
recorded=$here/../../packaging/abi/libQtInterprocess.abi
current=$(mktemp)
trap 'rm -f -- "$current"' EXIT

abidw --headers-dir "$2" --drop-private-types --no-corpus-path --no-comp-dir-path --no-show-locs --no-elf-needed \
    --type-id-style hash --out-file "$current" "$1"
if [[ ${RECORD:-} == 1 ]]; then
    cp -- "$current" "$recorded"
    echo "abi: recorded"
elif abidiff --no-show-locs "$recorded" "$current"; then
    echo "abi: as recorded"
else
    echo "abi: the binary interface has changed. If that is meant, record it: RECORD=1 scripts/debian-13 tests/packages/abi.sh …," >&2
    echo "abi: and say so in CHANGELOG.md" >&2
    exit 1
fi
