#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Checks that C++ files have the format of .clang-format and at most 400 lines. Documentation
# (/*! ... */) is not counted, and tests may have more lines.
#
# Usage: check-format.sh [FILE...]      all files of the repository by default
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

# The configuration is for version 14. Other versions format some lines differently.
formatter=${CLANG_FORMAT:-$(command -v clang-format-14 || command -v clang-format || true)}
if [[ -z $formatter ]]; then
    echo "check-format: clang-format is missing; scripts/setup lint installs it" >&2
    exit 1
fi

files=("$@")
if ((${#files[@]} == 0)); then
    cd -- "$root"
    folders=()
    for folder in include src tools tests examples; do
        [[ -d $folder ]] && folders+=("$folder")
    done
    mapfile -d '' files < <(find "${folders[@]}" \( -name '*.h' -o -name '*.cpp' \) -print0 | sort -z)
fi

if ! "$formatter" --style=file --dry-run -Werror "${files[@]}"; then
    echo "check-format: not formatted; fix it with: $(basename -- "$formatter") -i FILE..." >&2
    "$formatter" --version >&2
    exit 1
fi
if ! awk '
    FNR == 1 { lines = documentation = 0 }
    /\/\*!/ { documentation = 1 }
    !documentation && ++lines == 401 && FILENAME !~ /(^|\/)tests\// {
        print FILENAME ": more than 400 lines"
        found = 1
    }
    /\*\// { documentation = 0 }
    END { exit found }' "${files[@]}"; then
    exit 1
fi
echo "check-format: ${#files[@]} files are formatted"
