# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the lints share: where the files are, and C++ text without comments and literals."""

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
    """The C++ files below the folders, in a stable order. A folder that does not exist has none."""
    return sorted(p for folder in folders for p in folder.rglob("*") if p.suffix in {".h", ".cpp"} and p.is_file())


def bare(text):
    """The text with comments and the inside of literals blanked; every line keeps its number."""

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
    """Prints the problems, or what was done if there are none, and returns the exit code."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"{name}: {len(problems)} problem(s)", file=sys.stderr)
        return 1
    print(f"{name}: {done}")
    return 0
