#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks that each promise in docs/guarantees.md names tests that exist, as `executable::function`.

Usage: check-guarantees.py [ROOT]     ROOT is the repository by default.

A promise is a list item below a `##` heading. Its tests stand in the item or in the indented lines beneath it.
The function is searched in tests/**/executable.cpp and in the files below tests/ that it includes. If no source
has that name, the sources are those that a CMakeLists.txt below tests/ gives to the executable.
"""

import pathlib
import re
import sys

import cppsource

TEST = re.compile(r"`(\w+)::(\w+)`")
QUOTED_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]', re.MULTILINE)


def promises(text):
    """Yields (line number, text) of each promise, and (line number, None) of a line that belongs to none."""
    below_heading, found = False, None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            below_heading = True
        if below_heading and found and line.startswith(" "):
            found = (found[0], f"{found[1]} {line.strip()}")
            continue
        if found:
            yield found
            found = None
        if below_heading and line.startswith("- "):
            found = (number, line)
        elif below_heading and line.strip() and not line.startswith("#"):
            yield number, None
    if found:
        yield found


class Tests:
    def __init__(self, root):
        self.folder = root / "tests"
        self.sources = cppsource.cpp_files(self.folder)
        self.functions = {}

    def of(self, executable):
        """The names of the functions of the executable; None if there is no such executable."""
        if executable not in self.functions:
            named = [p for p in self.sources if p.stem == executable and p.suffix == ".cpp"]
            start = named or self.given_to(executable)
            self.functions[executable] = self.defined_in(start) if start else None
        return self.functions[executable]

    def given_to(self, executable):
        found = []
        command = re.compile(r"\w+\s*\(\s*" + re.escape(executable) + r"\s([^)]*)\)")
        for cmake in self.folder.rglob("CMakeLists.txt"):
            for match in command.finditer(cmake.read_text(encoding="utf-8")):
                found += [cmake.parent / word for word in match.group(1).split() if word.endswith(".cpp")]
        return [p for p in found if p.is_file()]

    def defined_in(self, start):
        names, todo, seen = set(), list(start), set()
        while todo:
            path = todo.pop().resolve()
            if path in seen:
                continue
            seen.add(path)
            text = cppsource.bare(path.read_text(encoding="utf-8"))
            names.update(re.findall(r"\bvoid\s+(?:\w+::)*(\w+)\s*\(\s*\)", text))
            todo += [found for name in QUOTED_INCLUDE.findall(text) for found in self.included(path, name)]
        return names

    def included(self, path, name):
        """The header and the source beside it."""
        elsewhere = {p.resolve() for p in self.sources if str(p).endswith("/" + name)}
        for header in {(path.parent / name).resolve()} | elsewhere:
            if header.is_file() and header.is_relative_to(self.folder.resolve()):
                yield header
                if header.with_suffix(".cpp").is_file():
                    yield header.with_suffix(".cpp")


def check(root):
    page = root / "docs" / "guarantees.md"
    if not page.is_file():
        return 0, ["docs/guarantees.md: does not exist"]
    tests, problems, count = Tests(root), [], 0
    for number, promise in promises(page.read_text(encoding="utf-8")):
        if promise is None:
            problems.append(f"docs/guarantees.md:{number}: is not part of a promise; begin it with `- `")
            continue
        count += 1
        named = TEST.findall(promise)
        if not named:
            problems.append(f"docs/guarantees.md:{number}: names no test; write `executable::function`")
        for executable, function in named:
            functions = tests.of(executable)
            if functions is None:
                problems.append(f"docs/guarantees.md:{number}: there is no test executable {executable}")
            elif function not in functions:
                problems.append(f"docs/guarantees.md:{number}: {executable} has no function {function}")
    if not count:
        problems.append("docs/guarantees.md: has no promises")
    return count, problems


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) == 2 else cppsource.ROOT
    count, problems = check(root)
    return cppsource.report("check-guarantees", problems, f"{count} guarantees have their tests")


if __name__ == "__main__":
    sys.exit(main())
