#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Writes qdoc input for the QML types, from the comments in src/qml that scripts/qml-reference reads."""

import importlib.machinery
import importlib.util
import pathlib
import re
import sys

from headers import split_brief

ROOT = pathlib.Path(__file__).resolve().parents[2]


def load_reference():
    """scripts/qml-reference as a module; its name has no suffix."""
    loader = importlib.machinery.SourceFileLoader("qml_reference", str(ROOT / "scripts" / "qml-reference"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def comment(topics, text):
    # qdoc does not parse an import alone.
    text = re.sub(r"\\qml\n(import \S+\n)\\endqml", r"\\badcode\n\1\\endcode", text)
    return "/*!\n" + "\n".join(topics) + "\n\n" + text + "\n*/\n"


def enumerations(name, component, texts):
    """The values of the enumerations of a type as tables."""
    owner = {"ErrorCode": "Error"}.get(name, name)
    parts = []
    for enum in component.all("Enum"):
        rows = "".join(f"\\row \\li \\c {name}.{value} \\li {texts.get((owner, value), '')}\n"
                       for value in enum.get("values"))
        parts.append(f"\\section1 {enum.get('name')}\n\n\\table\n\\header \\li value \\li meaning\n{rows}\\endtable\n")
    return "\n".join(parts)


def members_in_text(name, comments):
    """The members of a value type as sections, because qdoc does not show those of value types."""
    parts = []
    for command, title in (("qmlproperty", "Properties"), ("qmlmethod", "Methods")):
        found = [(member, match, text) for (owner, member), (kind, match, text) in comments.members.items()
                 if owner == name and kind == command]
        parts += [f"\\section1 {title}\n"] if found else []
        for member, match, text in found:
            parameters = f"({match['parameters']})" if match["parameters"] is not None else ""
            kind = f" : {match['type']}" if match["type"] else ""
            parts.append(f"\\section2 {member}{parameters}{kind}\n\n{text}\n")
    return "\n".join(parts)


def members(name, component, comments):
    read_only = {block.get("name") for block in component.all("Property") if block.get("isReadonly")}
    for (owner, member), (command, match, text) in comments.members.items():
        if owner == name:
            parameters = f"({match['parameters']})" if match["parameters"] is not None else ""
            kind = f"{match['type']} " if match["type"] else ""
            topics = [f"\\{command} {kind}{owner}::{member}{parameters}"]
            if command == "qmlproperty" and member in read_only and component.get("accessSemantics") == "reference":
                topics.append("\\readonly")
            yield comment(topics, text)


def main():
    if len(sys.argv) != 3:
        print("Usage: qml.py QMLTYPES OUTPUT", file=sys.stderr)
        return 2
    reference = load_reference()
    comments = reference.Comments(ROOT / "src" / "qml")
    types = reference.parse_types(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    components = reference.Reference(types, comments).components
    brief, rest = split_brief(comments.module)
    parts = [comment(["\\qmlmodule QtInterprocess", "\\title QML types", f"\\brief {brief}"], comments.module)]
    for name, component in components.items():
        text = comments.types.get(name, "")
        base = re.search(r"^\\inherits (\w+)\n", text, re.MULTILINE)
        brief, rest = split_brief(text.replace(base[0], "").strip() if base else text)
        value = component.get("accessSemantics") == "value"
        topics = [f"\\{'qmlvaluetype' if value else 'qmltype'} {name}", "\\inqmlmodule QtInterprocess"]
        topics += [f"\\inherits {base[1]}"] if base else []
        topics.append(f"\\brief {brief}")
        if value:
            parts.append(comment(topics, rest + "\n\n" + members_in_text(name, comments)))
        else:
            parts.append(comment(topics, rest + "\n\n" + enumerations(name, component, comments.enumerators)))
            parts += members(name, component, comments)
    pathlib.Path(sys.argv[2]).write_text("\n".join(parts), encoding="utf-8")
    print(f"qml: {len(components)} types")
    return 0


if __name__ == "__main__":
    sys.exit(main())
