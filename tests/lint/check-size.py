#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Files of src/ and include/ have at most 400 lines, and their functions at most 60.

Usage: check-size.py [ROOT]     ROOT is the repository by default.

Functions are found by their braces, not by a C++ parser: a brace outside of any function is one's body if a
parameter list stands before it. Lambdas count as a part of the function around them.
"""

import pathlib
import re
import sys

import cppsource

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60

SCOPE = re.compile(r"\b(namespace|class|struct|union|enum)\b(?![^()]*\))|\bextern\s*\"\"?$")
TAIL = re.compile(
    r"\)(\s*(const\b|noexcept\b|noexcept\s*\([^{}]*\)|override\b|final\b|try\b|mutable\b|&&?|\[\[\w+\]\]"
    r"|requires\b[^{}]*|->[\w\s:<>,&*]+))*\s*$"
)
INITIALIZERS = re.compile(r"\)\s*(noexcept\s*(\(.*\))?\s*)?:(?!:)", re.DOTALL)
NAME = re.compile(r"([\w:~]*operator\s*\S+?|[\w:~]+)\s*\(")


def header_kind(header):
    """What the brace after this text opens: a scope, a function, or an initializer (other)."""
    stripped = header.strip()
    if INITIALIZERS.search(stripped) and not re.match(r"(class|struct|enum|union)\b", stripped):
        return "function" if re.search(r"[)}]$|\btry$", stripped) else "other"
    if TAIL.search(stripped) and "(" in stripped:
        return "function"
    if SCOPE.search(stripped) and not stripped.endswith("="):
        return "scope"
    return "other"


def functions(text):
    """Yields (name, first line, number of lines) of every function. Lines start at 1."""
    text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: "\n" * m.group(0).count("\n"), text, flags=re.MULTILINE)
    stack = []  # (kind, header, line)
    header, line = "", 1
    for char in text:
        inside = any(kind == "function" for kind, _, _ in stack)
        if char == "{":
            kind = "other" if inside else header_kind(header)
            stack.append((kind, header, line))
            header = header + "{" if kind == "other" else ""
        elif char == "}" and stack:
            kind, opened, first = stack.pop()
            header = opened + "{}" if kind == "other" else ""
            if kind == "function":
                name = NAME.search(re.sub(r"^\s*template\s*<[^>]*>", "", opened))
                yield (name.group(1) if name else "?"), first, line - first + 1
        elif char == ";":
            header = "" if not inside else header
        else:
            header += char if not inside else ""
            if re.search(r"\b(public|protected|private|Q_SIGNALS|slots)\s*:$", header[-20:]):
                header = ""
        line += char == "\n"


def check(root):
    count, problems = 0, []
    for path in cppsource.cpp_files(root / "include", root / "src"):
        count += 1
        name = path.relative_to(root)
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > MAX_FILE_LINES:
            problems.append(f"{name}:1: {lines} lines; the limit is {MAX_FILE_LINES}")
        for function, first, length in functions(cppsource.bare(text)):
            if length > MAX_FUNCTION_LINES:
                problems.append(f"{name}:{first}: {function}() has {length} lines; the limit is {MAX_FUNCTION_LINES}")
    if not count:
        problems.append(f"{root}: no C++ files in include/ and src/")
    return count, problems


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) == 2 else cppsource.ROOT
    count, problems = check(root)
    return cppsource.report("check-size", problems, f"{count} files and their functions are small enough")


if __name__ == "__main__":
    sys.exit(main())
