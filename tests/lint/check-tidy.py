#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs clang-tidy over all files of src/, tools/ and tests/ that the given builds compile.

In a unity build, the files of a target are one translation unit, so that Qt's headers are read once
for all of them. Of the second build and later ones, only what none before compiles is checked. A
translation unit that was tidy is not checked again until its preprocessed text changes. .ci/run
runs this lint, not ctest, because it takes minutes.

Usage: check-tidy.py BUILD_DIRECTORY...      finished builds, because moc's output is needed: first
one of the preset asan-ubsan, then one of release
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("src", "tools", "tests")
INCLUDED = re.compile(r'^#include "(.*)"', re.MULTILINE)
TIDY = os.environ.get("CLANG_TIDY") or shutil.which("clang-tidy-14") or shutil.which("clang-tidy")
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "qtinterprocess/tidy"


class Unit:
    """A translation unit, and how to check it."""

    def __init__(self, build, entry):
        path = pathlib.Path(entry["file"])
        self.entry = entry
        self.sources = {path}
        self.folder = ""  # that of the repository, or empty for a generated file
        if path.parent.name == "Unity":
            self.sources = {pathlib.Path(source) for source in INCLUDED.findall(path.read_text(encoding="utf-8"))}
            self.folder = path.relative_to(build).parts[0]
        elif not path.is_relative_to(build):
            self.folder = path.relative_to(ROOT).parts[0]
        config = ROOT / ("tests/.clang-tidy" if self.folder == "tests" else ".clang-tidy")
        self.config = config.read_bytes()
        self.command = [
            TIDY, "-p", str(build), "--quiet", f"--config-file={config}", "--warnings-as-errors=*",
            "--checks=-bugprone-suspicious-include",  # a unity file includes the sources
            "--extra-arg=-Wno-unknown-warning-option",  # the commands may be those of another compiler
            "--header-filter=" + rf"^{ROOT}/(include/QtInterprocess|src|tools|tests)/.*\.(h|cpp)$",
            entry["file"],
        ]  # fmt: skip

    def mark(self):
        """Returns the file whose existence says that this very text was tidy, in whatever folder."""
        words = shlex.split(self.entry["command"])
        words = words[: words.index("-o")] + ["-E", "-C", self.entry["file"]]
        text = subprocess.run(words, cwd=self.entry["directory"], stdout=subprocess.PIPE, check=True).stdout
        text = (repr(self.command).encode() + self.config + text).replace(bytes(ROOT), b"")
        return CACHE / hashlib.sha256(text).hexdigest()

    def check(self):
        """Returns what clang-tidy reports, or an empty text."""
        mark = self.mark()
        if mark.exists():
            mark.touch()
            return ""
        run = subprocess.run(self.command, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            return run.stdout or run.stderr
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        return ""


def units(builds):
    covered = set()
    for build in builds:
        commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
        found = [unit for unit in (Unit(build, entry) for entry in commands) if unit.folder in FOLDERS]
        found = [unit for unit in found if not unit.sources <= covered]
        covered = covered.union(*(unit.sources for unit in found))
        yield from found


def main():
    builds = [pathlib.Path(argument).resolve() for argument in sys.argv[1:]]
    if not builds:
        sys.exit(__doc__)
    if not TIDY:
        sys.exit("check-tidy: clang-tidy is missing; scripts/setup lint installs it")
    found = list(units(builds))
    if not any(unit.folder == "src" for unit in found):
        sys.exit("check-tidy: the builds compile nothing of src/")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        reports = [report for report in pool.map(Unit.check, found) if report]
    print("".join(reports), end="")
    print(f"check-tidy: {len(found)} translation units, {len(reports)} with findings")
    return 1 if reports else 0


if __name__ == "__main__":
    sys.exit(main())
