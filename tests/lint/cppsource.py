# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The common part of the lints: finds C++ files, and removes comments and literals."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

_TOKEN = re.compile(
    r"""//[^\n]*
      | /\*.*?\*/
      | (?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"
      | (?:u8|[uUL])?"(?:\\.|[^"\\\n])*"
      | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'
    """,
    re.VERBOSE | re.DOTALL,
)
_INCLUDE = re.compile(r'[ \t]*#[ \t]*include[ \t]*"[^"\n]*"')


def cpp_files(*folders):
    """Returns the C++ files below the folders, in a stable order. A missing folder has none."""
    return sorted(p for folder in folders for p in folder.rglob("*") if p.suffix in {".h", ".cpp"} and p.is_file())


def bare(text):
    """Returns the text with blank comments and literals. Every line keeps its number."""

    def blank(match):
        token = match.group(0)
        newlines = "\n" * token.count("\n")
        if token.startswith(("//", "/*")):
            return newlines or " "
        line_start = text.rfind("\n", 0, match.start()) + 1
        if _INCLUDE.match(text, line_start):
            return token
        quote = token[-1]
        return quote + newlines + quote

    return _TOKEN.sub(blank, text)


def report(name, problems, done):
    """Prints the problems, or a summary if there are none, and returns the exit code."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"{name}: {len(problems)} problem(s)", file=sys.stderr)
        return 1
    print(f"{name}: {done}")
    return 0
