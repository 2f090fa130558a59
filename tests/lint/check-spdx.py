#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Every file says who holds its copyright and that it is MIT OR Apache-2.0.

Usage: check-spdx.py [ROOT]     ROOT is the repository by default.

Looks for the two lines in the file itself or in FILE.license; runs `reuse lint` as well where reuse is installed.
"""

import os
import pathlib
import shutil
import subprocess
import sys

import cppsource

# In two parts, so that reuse does not take them for this file's own.
WANTED = ("SPDX-" + "FileCopyrightText: 2026 The QtInterprocess authors", "SPDX-" + "License-Identifier: MIT OR Apache-2.0")


def files(root):
    """What git knows or would add; outside of a git repository everything but build directories."""
    git = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(git, capture_output=True, check=False) if shutil.which("git") else None
    if listed and listed.returncode == 0:
        names = os.fsdecode(listed.stdout).split("\0")
    else:
        names = [str(p.relative_to(root)) for p in root.rglob("*")]
        names = [n for n in names if not n.startswith(("build", ".git/")) and "__pycache__" not in n]
    return sorted(name for name in names if name and (root / name).is_file())


def exempt(name):
    return name == "LICENSE" or name.startswith("LICENSES/") or name.endswith(".license")


def check(root):
    problems, count = [], 0
    for name in files(root):
        if exempt(name):
            continue
        count += 1
        sidecar = root / (name + ".license")
        head = (sidecar if sidecar.is_file() else root / name).read_bytes()[:2000].decode("utf-8", "replace")
        problems += [f'{name}:1: lacks "{line}"' for line in WANTED if line not in head]
    if not count:
        problems.append(f"{root}: no files")
    return count, problems


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) == 2 else cppsource.ROOT
    count, problems = check(root)
    if shutil.which("reuse"):
        lint = subprocess.run(["reuse", "--root", str(root), "lint"], capture_output=True, text=True, check=False)
        if lint.returncode != 0:
            problems.append(lint.stdout + lint.stderr)
    else:
        print("check-spdx: reuse is not installed; only the lines themselves were looked for")
    return cppsource.report("check-spdx", problems, f"{count} files have their SPDX lines")


if __name__ == "__main__":
    sys.exit(main())
