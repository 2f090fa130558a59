#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Compiles one header alone. A header for Windows must fail and name the portable class.
#
# Usage: header.sh COMPILER FLAG... FILE      called by run.sh
set -uo pipefail

output=$("$@" 2>&1) || output+="failed"
case ${*: -1} in
*-[Nn]amed[Pp]ipe*)
    [[ $output == *"for Windows only. The portable class"*failed ]] && exit 0
    output+=" (it must name a portable class)"
    ;;
esac
[[ -z $output ]] && exit 0
printf '%s\n' "$output" >&2
exit 1
