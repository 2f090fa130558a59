#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Compiles the file that is the last argument by the others. What is for Windows only has to fail, and to say what to use instead.
# Usage: header.sh COMPILER FLAG... FILE      for run.sh
set -uo pipefail

output=$("$@" 2>&1) || output+="failed"
case ${*: -1} in
*-[Nn]amed[Pp]ipe*)
    [[ $output == *"for Windows only. The portable class"*failed ]] && exit 0
    output+=" (it is expected to name a portable class)"
    ;;
esac
[[ -z $output ]] && exit 0
printf '%s\n' "$output" >&2
exit 1
