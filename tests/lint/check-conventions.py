#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks include/, src/, tools/, examples/ and tests/ for conventions of Qt.

- A QObject can be neither copied nor moved.
- Enums of public headers have the fixed type int, on which QVariant, QML and the binary interface
  rely.
- An example in C++ uses each public class. Classes of the namespace Private are not public.
- No two headers define a class of the same name. Their destructors would be one symbol, so that one
  class would end as the other. The headers of unix/ and win/ are never in one library.
- Each Error::Code has a section in docs/errors.md.
- Each program of examples/programs has a page, such as filter.md for filter.cpp.
- Tests start a TestSupport::Worker, not a bare QThread: ThreadSanitizer does not see that
  QThread::wait() orders what a thread did that has already ended.

Usage: check-conventions.py [ROOT]      the repository by default
"""

import pathlib
import re
import sys

import cppsource

QT_BASES = {"QObject", "QIODevice", "QThread", "QTimer"}
CLASS = re.compile(
    r"^[ \t]*(?:class|struct)\s+(?:QTINTERPROCESS_EXPORT\s+)?(\w+)(?:\s+final)?\s*(?::\s*([^{;]+))?\{", re.MULTILINE
)
BASE = re.compile(r"(?:^|,)\s*(?:public|protected|private|virtual|\s)*(?:\w+::)*(\w+)")
TEMPLATE_ARGUMENTS = re.compile(r"<[^<>]*>")
PRIVATE_NAMESPACE = re.compile(r"^namespace Private \{", re.MULTILINE)
DIRECTIVE = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
THREAD = re.compile(r"\bQThread (\w+)(?:;|\{|\()")
CREATED_THREAD = re.compile(r"\bQThread::create\b|\bnew QThread\b")
ENUM = re.compile(r"\benum\b(?:\s+(?:class|struct))?\s*(\w*)\s*(?::\s*([\w:]+))?\s*\{")


class Class:
    """A class definition: its name, its bases, and its body."""

    def __init__(self, text, match):
        self.name = match.group(1)
        self.bases = BASE.findall(TEMPLATE_ARGUMENTS.sub("", match.group(2) or ""))
        self.line = 1 + text.count("\n", 0, match.start(1))
        self.is_nested = match.group(0)[0] in " \t" or any(
            space.end() < match.start() < self.end_of_block(text, space.end())
            for space in PRIVATE_NAMESPACE.finditer(text)
        )
        self.body = text[match.end() : self.end_of_block(text, match.end())]

    @staticmethod
    def end_of_block(text, start):
        depth = 1
        for brace in re.finditer(r"[{}]", text[start:]):
            depth += 1 if brace.group() == "{" else -1
            if depth == 0:
                return start + brace.start()
        return len(text)


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.public = self.root / "include"
        self.texts = {
            path: cppsource.bare(path.read_text(encoding="utf-8"))
            for path in cppsource.cpp_files(self.public, self.root / "src", self.root / "tools")
        }
        self.classes = [
            (path, Class(text, match)) for path, text in self.texts.items() for match in CLASS.finditer(text)
        ]
        self.used = set()
        for path in cppsource.cpp_files(self.root / "examples"):
            text = DIRECTIVE.sub("", cppsource.bare(path.read_text(encoding="utf-8")))
            self.used.update(re.findall(r"\w+", text))
        self.bases = {}
        for _, one in self.classes:
            self.bases.setdefault(one.name, set()).update(one.bases)

    def is_object(self, name, seen=frozenset()):
        if name in QT_BASES:
            return True
        return name not in seen and any(self.is_object(base, seen | {name}) for base in self.bases.get(name, ()))

    def check(self):
        for path, one in self.classes:
            if self.is_object(one.name) and not re.search(rf"\bQ_DISABLE_COPY_MOVE\({one.name}\)", one.body):
                yield f"{path.relative_to(self.root)}:{one.line}: {one.name} is a QObject without Q_DISABLE_COPY_MOVE"
            if path.is_relative_to(self.public) and not one.is_nested and one.name not in self.used:
                yield f"{path.relative_to(self.root)}:{one.line}: no example uses {one.name}"
        for path in cppsource.cpp_files(self.root / "examples" / "programs"):
            if not path.with_suffix(".md").is_file():
                yield f"{path.relative_to(self.root)}:1: has no page {path.stem}.md"
        for path, text in self.texts.items():
            if not path.is_relative_to(self.public):
                continue
            for match in ENUM.finditer(text):
                if match.group(2) != "int":
                    line = 1 + text.count("\n", 0, match.start())
                    yield f"{path.relative_to(self.root)}:{line}: enum {match.group(1)} has no fixed type int"
        yield from self.check_names()
        yield from self.check_error_page()
        yield from self.check_threads_of_tests()

    def check_names(self):
        """Yields the classes of headers whose names other headers use for another class."""
        first = {}
        for path, one in self.classes:
            if path.suffix != ".h" or one.is_nested:
                continue
            system = {"unix", "win"}.intersection(path.parts)
            for other, other_system in first.setdefault(one.name, []):
                if not system or not other_system or system == other_system:
                    where = f"{path.relative_to(self.root)}:{one.line}"
                    yield f"{where}: {one.name} is also defined in {other.relative_to(self.root)}"
            first[one.name].append((path, system))

    def check_threads_of_tests(self):
        """Yields the places in tests where a QThread is started that is not a Worker."""
        for path in cppsource.cpp_files(self.root / "tests"):
            if path.is_relative_to(self.root / "tests/benchmarks"):
                continue
            text = cppsource.bare(path.read_text(encoding="utf-8"))
            starts = list(CREATED_THREAD.finditer(text))
            for name in set(THREAD.findall(text)):
                starts += re.finditer(rf"\b{name}\.start\(", text)
            for match in starts:
                line = 1 + text.count("\n", 0, match.start())
                yield f"{path.relative_to(self.root)}:{line}: starts a QThread that is not a TestSupport::Worker"

    def check_error_page(self):
        """Yields the enumerators of Error::Code that have no heading in docs/errors.md."""
        page = self.root / "docs/errors.md"
        headings = re.findall(r"^#+ (\w+)$", page.read_text(encoding="utf-8"), re.MULTILINE) if page.is_file() else []
        for path, text in self.texts.items():
            for match in ENUM.finditer(text) if path == self.public / "QtInterprocess/error.h" else ():
                body = text[match.end() : Class.end_of_block(text, match.end())]
                for code in re.findall(r"\w+", body) if match.group(1) == "Code" else ():
                    if code not in headings:
                        yield f"{path.relative_to(self.root)}: Error::{code} has no section in docs/errors.md"


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    tree = Tree(sys.argv[1] if len(sys.argv) == 2 else cppsource.ROOT)
    problems = list(tree.check())
    if not tree.texts:
        problems.append(f"{tree.root}: no C++ files in include, src and tools")
    return cppsource.report("check-conventions", problems, f"{len(tree.classes)} classes follow the conventions of Qt")


if __name__ == "__main__":
    sys.exit(main())
