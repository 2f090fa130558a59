#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Compares the binary interface of a library with the recorded one, and prints the differences.
#
# The library needs debug information. Compilers describe the same types in different ways, so the
# script runs in scripts/debian-13.
#
# Any difference is a failure. Before 1.0 a change is allowed, but the same commit must record it
# and name it in CHANGELOG.md.
#
# Usage: tests/packages/abi.sh LIBRARY [--record]
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
source=$(cd -- "$here/../.." && pwd)
library=${1:?names no library}
record=$source/packaging/abi/libQtInterprocess-$(uname -m).abi.xz
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# Records only types from the project's headers. Qt's types would be nine tenths of the record.
cat >"$work/suppressions" <<'END'
[suppress_type]
  source_location_not_regexp = include/QtInterprocess/
  drop = true
[suppress_type]
  name_regexp = (Private|Data)$
  drop = true
END
abidw --headers-dir "$source/include/QtInterprocess" --suppressions "$work/suppressions" \
    --drop-private-types --exported-interfaces-only --no-corpus-path --no-comp-dir-path --no-show-locs \
    --no-elf-needed --out-file "$work/now.abi" "$library"

if [[ ${2:-} == --record ]]; then
    mkdir -p -- "$(dirname -- "$record")"
    xz -9e --stdout -- "$work/now.abi" >"$record"
    echo "abi: recorded"
    exit
fi
[[ -e $record ]] || {
    echo "abi: there is no record for $(uname -m)" >&2
    exit 1
}
xz --decompress --stdout -- "$record" >"$work/recorded.abi"
if abidiff --no-show-locs "$work/recorded.abi" "$work/now.abi"; then
    echo "abi: as recorded"
else
    echo "abi: the binary interface has changed. If this is intended, name it in CHANGELOG.md and record it:" >&2
    echo "abi:     scripts/debian-13 tests/packages/abi.sh $library --record" >&2
    exit 1
fi
