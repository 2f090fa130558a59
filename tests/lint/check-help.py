#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks that a help file for Qt Assistant has a namespace, and a page for each class."""

import sqlite3
import sys


def main():
    if len(sys.argv) != 2:
        print("Usage: check-help.py FILE", file=sys.stderr)
        return 2
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    namespaces = [name for (name,) in database.execute("SELECT Name FROM NamespaceTable")]
    ((classes,),) = database.execute("SELECT count(*) FROM FileNameTable WHERE Title LIKE '% Class |%'")
    ((keywords,),) = database.execute("SELECT count(*) FROM IndexTable")
    print(f"check-help: {namespaces}, {classes} classes, {keywords} keywords")
    sound = len(namespaces) == 1 and namespaces[0].startswith("org.qtinterprocess.") and classes > 40 and keywords > 500
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
