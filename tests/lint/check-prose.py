#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

"""Checks that text is easy to read: short lines, short sentences, and subjects that are named.

Usage: check-prose.py [--list] [ROOT | FILE...]      all files of the repository by default

--list also names sentences to mend: those that open with a relative without a noun ("What is
left ..."), and those of more than 30 words. The limits are the ones of CONTRIBUTING.md.
"""

import re
import statistics
import subprocess
import sys
from pathlib import Path

CODE_COLUMNS = 120
PROSE_COLUMNS = 100
MEDIAN_WORDS = 18
DANGLING_PERCENT = 1
LONG_SENTENCE = 30

CPP = {".h", ".cpp", ".js", ".qml", ".qdoc"}
HASH = {".py", ".sh", ".cmake", ".txt", ".yml", ".pri", ".pro", ".prf", ""}
NOT_WRITTEN_BY_HAND = re.compile(
    r"^(LICENSES/|LICENSE$|translations/|packaging/abi/|tests/fuzz/corpus/|docs/images/|docs/qml/)"
    r"|\.(json|license|png|svg|xz|ts|csv|patch|qmltypes)$"
)
DANGLING = re.compile(r"^(Who|Whoever|Whose|Whom|What|Whatever|Which|Whichever|Those|That|Of)\b")
FIGURE = re.compile(r"^(That|Those) \w+s?,")


def repository_files(root):
    if (root / ".git").exists():
        listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True)
        names = listed.stdout.splitlines()
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
    return [root / name for name in sorted(names) if not NOT_WRITTEN_BY_HAND.search(name)]


def comment_lines(path, lines):
    """The number and text of each line that is a comment and nothing else."""
    if path.suffix in CPP:
        inside = False
        for number, line in enumerate(lines, 1):
            stripped = line.strip()
            if inside:
                inside = "*/" not in stripped
                yield number, stripped.removesuffix("*/").removeprefix("* ")
            elif stripped.startswith("/*"):
                inside = "*/" not in stripped
                yield number, stripped.removesuffix("*/").lstrip("/*!").strip()
            elif stripped.startswith("//"):
                yield number, stripped.lstrip("/!<").strip()
    else:
        for number, line in enumerate(lines, 1):
            stripped = line.strip()
            if stripped.startswith("#") and not stripped.startswith("#!"):
                yield number, stripped.lstrip("#").strip()


def markdown_lines(lines):
    """The number and text of each line of a paragraph or list: no fenced code, tables or headings."""
    fence = html = False
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if stripped.startswith("```"):
            fence = not fence
        elif stripped.startswith("<!--"):
            html = "-->" not in stripped
        elif html:
            html = "-->" not in stripped
        elif not fence and not stripped.startswith(("|", "#", "    ", "![", "[!")):
            item = re.sub(r"^([-*]|\d+\.) ", "", stripped)
            if item != stripped:
                yield number - 0.5, ""  # an item is a paragraph
            yield number, item


def paragraphs(numbered):
    """Joins lines that follow each other; qdoc's code, tables and commands of a whole line end a paragraph."""
    text, last, start, skipped = [], 0, 0, None
    for number, line in numbered:
        command = re.match(r"\\(\w+)", line)
        word = command.group(1) if command else ""
        if skipped:
            if word == skipped:
                skipped = None
            continue
        blocks = {"code": "endcode", "table": "endtable", "badcode": "endcode", "qml": "endqml", "raw": "endraw"}
        ends = not line or number - last > 1 or word in blocks or word in WHOLE_LINE
        if ends and text:
            yield start, " ".join(text)
            text = []
        last = number
        if word in blocks:
            skipped = blocks[word]
        elif word not in WHOLE_LINE and line:
            if word in {"brief", "note", "warning", "li"}:
                line = line[len(word) + 1:].strip()
            text = text or []
            start = start if text else number
            text.append(line)
    if text:
        yield start, " ".join(text)


WHOLE_LINE = {
    "section1", "section2", "section3", "sa", "class", "fn", "enum", "value", "property", "typedef", "inmodule",
    "since",
    "snippet", "quotefile", "page", "title", "list", "endlist", "generatelist", "ingroup", "namespace", "headerfile",
    "variable", "qmltype", "qmlproperty", "qmlmethod", "qmlsignal", "image", "table", "row", "header", "contentspage",
    "overload", "reimp", "internal", "group", "module", "target", "inheaderfile", "externalpage", "relates", "macro",
}


def sentences(paragraph):
    text = re.sub(r"https?://\S+", "URL", paragraph)
    text = re.sub(r"`[^`]*`|\\c \{[^}]*\}|\\l \{[^}]*\}\s*\{[^}]*\}", "X", text)
    text = re.sub(r"SPDX-\S+ .*", "", text)
    for sentence in re.split(r"(?<=[.!?])[)\"*]*\s+(?=[A-Z\"(`*\\])", text):
        words = re.findall(r"[\w'’().:/\\-]*\w[\w'’().:/\\-]*", sentence)
        if len(words) >= 3 and re.match(r"[\"(*\\]*[A-Z]", sentence):
            yield sentence.strip(), len(words)


def too_wide(path, lines, prose):
    markdown = path.suffix == ".md"
    for number, line in enumerate(lines, 1):
        limit = PROSE_COLUMNS if number in prose else CODE_COLUMNS
        unbreakable = re.search(r"https?://\S{40,}|SPDX-", line) or (not markdown and " " not in line.strip())
        if len(line) > limit and not unbreakable:
            yield number, len(line), limit


def check_file(path, name, listing):
    """Prints the faults. Returns the words of each sentence, and the counts of open subjects and long lines."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    prose = list(markdown_lines(lines) if path.suffix == ".md" else comment_lines(path, lines))
    counts, dangling, wide = [], 0, 0
    for number, columns, limit in too_wide(path, lines, {number for number, _ in prose}):
        wide += 1
        print(f"{name}:{number}: {columns} columns, {limit} allowed")
    for number, paragraph in paragraphs(prose):
        for sentence, words in sentences(paragraph):
            counts.append(words)
            opens = DANGLING.match(sentence) and not sentence.endswith("?") and not FIGURE.match(sentence)
            dangling += bool(opens)
            if listing and (opens or words > LONG_SENTENCE):
                print(f"{name}:{int(number)}: {'no noun' if opens else f'{words} words'}: {sentence}")
    return counts, dangling, wide


def main(arguments):
    listing = "--list" in arguments
    named = [Path(argument).resolve() for argument in arguments if argument != "--list"]
    root = named[0] if named and named[0].is_dir() else Path(__file__).resolve().parents[2]
    whole = not named or named[0].is_dir()
    counts, dangling, wide = [], 0, 0
    for path in repository_files(root) if whole else named:
        if path.is_file() and path.suffix in CPP | HASH | {".md"}:
            name = path.relative_to(root) if path.is_relative_to(root) else path
            found = check_file(path, name, listing)
            counts += found[0]
            dangling += found[1]
            wide += found[2]
    percent = 100 * dangling / max(len(counts), 1)
    median = statistics.median(counts or [0])
    print(f"{len(counts)} sentences, median {median:g} words; {percent:.1f} % open without a noun", end="; ")
    print(f"{wide} lines too long")
    return 1 if wide or (whole and (percent >= DANGLING_PERCENT or median >= MEDIAN_WORDS)) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
