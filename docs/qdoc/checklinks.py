#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Fails if a page of the site links to a page, image or anchor that does not exist."""

import pathlib
import re
import sys


def main():
    if len(sys.argv) != 2:
        print("Usage: checklinks.py FOLDER", file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[1])
    pages = {page.name: page.read_text(encoding="utf-8") for page in folder.glob("*.html")}
    anchors = {name: set(re.findall(r'\b(?:id|name)="([^"]+)"', text)) for name, text in pages.items()}
    dead = set()
    for name, text in pages.items():
        for link in re.findall(r'\b(?:href|src)="([^"]+)"', text):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, anchor = link.partition("#")
            path = path or name
            if not (folder / path).is_file() or (anchor and anchor not in anchors.get(path, ())):
                dead.add(f"{name}: {link}")
    for link in sorted(dead):
        print(f"checklinks: dead link in {link}", file=sys.stderr)
    print(f"checklinks: {len(pages)} pages, {len(dead)} dead links")
    return 1 if dead or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
