#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Writes the index by which qdoc links the names of Qt to doc.qt.io.

Distributions without Qt's own index files, such as Debian, need it. It contains the classes and
members that the pages name, if the headers of Qt have them.
"""

import pathlib
import re
import sys
from xml.sax.saxutils import quoteattr

NAME = re.compile(r"\b(Q[A-Za-z]\w+)(?:::(\w+))?")
# Classes that the pages name, of modules that need not be installed.
ELSEWHERE = {"QSerialPort", "QQuickWindow"}
# Bases and types of members, which qdoc links by itself.
ALWAYS = {"QObject", "QIODevice", "QIODeviceBase", "QProperty", "QBindable"}


def element(kind, name, fullname, href, inner=""):
    # qdoc needs the attributes "meta" and "signature" of functions.
    more = ' meta="plain" virtual="non" const="false" static="false" final="false" override="false" type=""' \
        f' signature="{name}()"' if kind == "function" else ""
    return (f'<{kind} name={quoteattr(name)} fullname={quoteattr(fullname)} href={quoteattr(href)} status="active"'
            f' access="public" documented="true"{more}>{inner}</{kind}>\n')


def main():
    if len(sys.argv) < 4:
        print("Usage: qtindex.py QT_HEADERS OUTPUT INPUT...", file=sys.stderr)
        return 2
    headers, output = map(pathlib.Path, sys.argv[1:3])
    known = {header.name for header in headers.glob("Qt*/Q*")} | ELSEWHERE
    members = {name: set() for name in ALWAYS}
    for path in map(pathlib.Path, sys.argv[3:]):
        for name, member in NAME.findall(path.read_text(encoding="utf-8")):
            if name in known:
                members.setdefault(name, set()).update({member} - {""})
    classes = []
    for name, found in sorted(members.items()):
        page = f"{name.lower()}.html"
        inner = "".join(
            element("enum", member, f"{name}::{member}", f"{page}#{member}-enum") if member[0].isupper()
            else element("function", member, f"{name}::{member}", f"{page}#{member}") for member in sorted(found))
        classes.append(element("class", name, name, page, inner))
    output.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE QDOCINDEX>\n'
        '<INDEX url="https://doc.qt.io/qt-6" title="Qt" version="6" project="Qt">\n'
        '<namespace name="" status="active" access="public">\n'
        + "".join(classes) + "</namespace>\n</INDEX>\n", encoding="utf-8")
    print(f"qtindex: {len(classes)} classes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
