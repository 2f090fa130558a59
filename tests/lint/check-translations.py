#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks that every translations/*.ts translates every text of src/, with the same placeholders.

Usage: check-translations.py      needs lupdate of Qt's Linguist tools

Operations of errors are plain literals, so their table in src/support/operations.cpp is compared
with the sources. A literal of lowercase words is an operation, unless it is listed here.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import cppsource

ROOT = cppsource.ROOT
TABLE = ROOT / "src/support/operations.cpp"
CONTEXT = "QtInterprocess"

# Words of protocols and of the system, and texts for developers.
NO_OPERATIONS = {
    "a handler must not take a lock", "accepted output was dropped without a Failure", "outputEnds", "handle closer",
    "arguments", "directory", "environment", "exit", "go", "limit", "payload", "received", "replace", "replaceable",
    "reply", "token", "version",
    "platformName", "xcb", "qtinterprocess-", "qtinterprocess-machine-", "unknown",
    "the standard error", "the standard input", "the standard input and output", "the standard output",
}
# Parts of "send %1 to" and "send %1 to the group".
NO_OPERATIONS |= {"send ", " to", " to the group"}

_PASSED_OVER = re.compile(
    r"""//[^\n]*
      | /\*.*?\*/
      | ^[ \t]*\#[^\n]*
      | (?:ErrorText::tr\(|QT_TRANSLATE_NOOP\("QtInterprocess",)\s*(?:"(?:\\.|[^"\\\n])*"\s*)+
      | qC(?:Debug|Info|Warning|Critical)\([^;]*;
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_LITERAL = re.compile(r'"((?:\\.|[^"\\\n])*)"')
_WORDS = re.compile(r"[a-z ][A-Za-z0-9' /-]*")
_ROW = re.compile(r'QT_TRANSLATE_NOOP\("' + CONTEXT + r'", "([^"]*)"\)')
_PLACE = re.compile(r"%\d")


def operations(text):
    """Yields the literals of a source that look like an operation."""
    for literal in _LITERAL.findall(_PASSED_OVER.sub(" ", text)):
        if _WORDS.fullmatch(literal) and literal not in NO_OPERATIONS:
            yield literal


def check_operations():
    listed = _ROW.findall(TABLE.read_text(encoding="utf-8"))
    used = {}
    for path in cppsource.cpp_files(ROOT / "src"):
        is_qml = "qml" in path.relative_to(ROOT).parts  # many literals there are names of properties
        for operation in operations(path.read_text(encoding="utf-8")) if path != TABLE else ():
            if operation in listed or not is_qml:
                used.setdefault(operation, path)
    name = TABLE.relative_to(ROOT)
    for operation, path in sorted(used.items()):
        if operation not in listed:
            place = path.relative_to(ROOT)
            yield f'{place}: add the operation "{operation}" to {name}, or list it here as no operation'
    for operation in listed:
        if operation not in used and "%1" not in operation:
            yield f'{name}: no source uses "{operation}"'
    if listed != sorted(listed):
        yield f"{name}: the operations are not sorted"


def messages(path):
    """Returns {(context, source): (translation, type)} of a .ts file."""
    found = {}
    for context in xml.etree.ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            key = context.findtext("name"), message.findtext("source")
            found[key] = translation.text or "", translation.get("type")
    return found


def check_language(path):
    name = path.relative_to(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        updated = pathlib.Path(folder) / path.name
        shutil.copyfile(path, updated)
        subprocess.run([ROOT / "scripts/update-translations", updated], check=True)
        now = messages(updated)
    before = messages(path)
    for key in before.keys() ^ now.keys():
        yield f'{name}: run scripts/update-translations: "{key[1]}" {"is new" if key in now else "was removed"}'
    for (context, source), (translation, kind) in before.items():
        if context != CONTEXT:
            yield f'{name}: lupdate found the context {context} for "{source}"'
        if kind or not translation:
            yield f'{name}: "{source}" is not translated'
        elif sorted(_PLACE.findall(source)) != sorted(_PLACE.findall(translation)):
            yield f'{name}: "{source}" and "{translation}" have different placeholders'


def main():
    problems = list(check_operations())
    languages = sorted((ROOT / "translations").glob("*.ts"))
    for path in languages:
        problems += check_language(path)
    return cppsource.report("check-translations", problems, f"{len(languages)} language(s) are complete")


if __name__ == "__main__":
    sys.exit(main())
