#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Writes qdoc input for the Markdown pages.

Names of classes and their members become links. A comment <!-- snippet FILE TAG --> quotes a part
of a file in examples/, and a link to a file in examples/ leads to a page with its source.
"""

import pathlib
import re
import sys

from markdown_it import MarkdownIt

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMESPACE = "QtInterprocess"
SNIPPET = re.compile(r"<!-- snippet (\S+) (\S+) -->")


class Names:
    """The names that become links: those of the headers, and those of Qt."""

    def __init__(self, folder):
        self.known = set((folder / "names.txt").read_text(encoding="utf-8").split())
        index = (folder.parent / "qt.index").read_text(encoding="utf-8")
        self.of_qt = set(re.findall(r'fullname="([\w:]+)"', index))

    def target(self, code):
        """The target of a link for a name, or None."""
        if code in self.known:
            return f"{NAMESPACE}::{code}".removesuffix("()")
        if re.sub(r"\(.*\)$", "", code) in self.of_qt:
            return re.sub(r"\(.*\)$", "", code)
        function = re.sub(r"\(.*\)$", "()", code)
        return f"{NAMESPACE}::{function[:-2]}" if function in self.known else None


class Page:
    def __init__(self, path, paths, names, sources):
        self.path, self.paths, self.names, self.sources = path, paths, names, sources
        self.name = page_name(path)
        self.title = ""
        self.parts = []
        self.depth = 0  # of tables, in which paragraphs are cells
        self.tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))

    # ---- text

    def text(self, text):
        return text.replace("\\", "\\\\")

    def code(self, code, link=True):
        target = self.names.target(code) if link else None
        if target:
            return f"\\l {{{target}}}{{{code}}}"
        code = code.replace("\\", "\\\\")
        if code.count("{") != code.count("}"):
            code = code.replace("{", "\\{").replace("}", "\\}")
        return f"\\c {{{code}}}"

    def link(self, href, text):
        if re.match(r"[a-z]+:", href):
            return f"\\l {{{href}}}{{{text}}}"
        path, _, fragment = href.partition("#")
        fragment = f"#{fragment}" if fragment else ""
        if not path:
            return f"\\l {{{self.name}.html{fragment}}}{{{text}}}"
        file = (self.path.parent / path).resolve()
        if file == ROOT / "docs" / "qml.md":
            return f"\\l {{QML types}}{{{text}}}"
        if file in self.paths:
            return f"\\l {{{page_name(file)}.html{fragment}}}{{{text}}}"
        if file == ROOT / "include" / NAMESPACE:
            return f"\\l {{classes.html}}{{{text}}}"
        if file.is_file() and file.is_relative_to(ROOT / "examples"):
            return f"\\l {{{self.sources.page(file)}.html}}{{{text}}}"
        return text

    def inline(self, tokens):
        out, position = [], 0
        while position < len(tokens):
            token = tokens[position]
            if token.type == "text":
                out.append(self.text(token.content))
            elif token.type == "code_inline":
                out.append(self.code(token.content))
            elif token.type in ("softbreak", "hardbreak"):
                out.append("\n")
            elif token.type == "strong_open":
                out.append("\\b {")
            elif token.type == "em_open":
                out.append("\\e {")
            elif token.type in ("strong_close", "em_close"):
                out.append("}")
            elif token.type == "link_open":
                end = next(i for i in range(position, len(tokens)) if tokens[i].type == "link_close")
                words = "".join(part.content for part in tokens[position + 1: end])
                out.append(self.link(token.attrs["href"], self.text(words)))
                position = end
            elif token.type == "image":
                out.append(f"\n\n\\image {pathlib.Path(token.attrs['src']).name} {token.content}\n\n")
            position += 1
        return "".join(out)

    # ---- blocks

    def convert(self):
        heading = None
        for token in self.tokens:
            kind = token.type
            if kind == "heading_open":
                heading = int(token.tag[1])
            elif kind == "inline" and heading:
                if heading == 1:
                    self.title = "".join(part.content for part in token.children)
                else:
                    words = "".join(part.content for part in token.children)
                    self.parts.append(f"\n\\section{heading - 1} {words}\n\n")
                heading = None
            elif kind == "inline":
                self.parts.append(self.inline(token.children) + ("" if self.depth else "\n"))
            elif kind == "paragraph_close":
                self.parts.append("\n")
            elif kind == "fence" or kind == "code_block":
                self.fence(token)
            elif kind == "html_block":
                for file, tag in SNIPPET.findall(token.content):
                    self.parts.append(f"\n\\snippet {file} {tag}\n\n")
            else:
                self.structure(kind)
        return f"/*!\n\\page {self.name}.html\n\\title {self.title}\n\n" + "".join(self.parts) + "\n*/\n"

    def structure(self, kind):
        marks = {
            "bullet_list_open": "\\list\n", "ordered_list_open": "\\list 1\n", "bullet_list_close": "\\endlist\n\n",
            "ordered_list_close": "\\endlist\n\n", "list_item_open": "\\li ", "table_open": "\\table\n",
            "table_close": "\\endtable\n\n", "th_open": "\\li ", "td_open": "\\li ", "th_close": " ", "td_close": " ",
            "tr_close": "\n",
        }
        if kind == "thead_open":
            self.head = True
        elif kind == "tbody_open":
            self.head = False
        elif kind == "tr_open":
            self.parts.append("\\header " if self.head else "\\row ")
        self.depth += (kind == "table_open") - (kind == "table_close")
        self.parts.append(marks.get(kind, ""))

    def fence(self, token):
        opening, closing = {
            "cpp": ("code", "endcode"), "qml": ("qml", "endqml"),
        }.get(token.info.strip(), ("badcode", "endcode"))
        self.parts.append(f"\n\\{opening}\n{token.content}\\{closing}\n\n")


class Sources:
    """Pages with the source of the examples that are linked."""

    def __init__(self):
        self.files = {}

    def page(self, file):
        name = "example-" + "-".join(file.relative_to(ROOT / "examples").with_suffix("").parts)
        self.files[name] = file
        return name

    def convert(self):
        for name, file in sorted(self.files.items()):
            path = file.relative_to(ROOT / "examples")
            yield (f"/*!\n\\page {name}.html\n\\title {path.name}\n\n"
                   f"The file \\c {{examples/{path}}}:\n\n\\quotefile {path}\n*/\n")


def page_name(file):
    return file.stem.lower()


def main():
    if len(sys.argv) < 3:
        print("Usage: pages.py INPUT PAGE...      INPUT: the folder of qdoc's input, beside qt.index", file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[1])
    names, sources = Names(folder), Sources()
    # docs/qml.md is for readers of the repository; qml.py writes the pages of the types.
    paths = [path.resolve() for path in map(pathlib.Path, sys.argv[2:]) if path.name != "qml.md"]
    pages = [Page(path, paths, names, sources) for path in paths]
    text = [page.convert() for page in pages] + list(sources.convert())
    (folder / "pages.qdoc").write_text("\n".join(text), encoding="utf-8")
    print(f"pages: {len(text)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
