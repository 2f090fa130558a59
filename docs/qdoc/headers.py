#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Writes qdoc input from the comments in the public headers.

qdoc does not attach a comment in a header to the declaration after it. This script reads the
declarations with libclang, and writes each comment with the topic command that qdoc needs.

Rules:
- A comment also documents the declarations on the next lines, up to an empty line.
- The comment of a getter documents its property.
- Constructors without arguments, copying, moving, destructors, comparisons and overrides have
  standard texts.

A public symbol that no rule covers is undocumented: the script lists it and fails.
"""

import argparse
import pathlib
import re
import sys
import textwrap

from clang.cindex import AccessSpecifier, CursorKind, Diagnostic, Index

NAMESPACE = "QtInterprocess"
FUNCTIONS = (CursorKind.CXX_METHOD, CursorKind.CONSTRUCTOR, CursorKind.DESTRUCTOR, CursorKind.FUNCTION_DECL,
             CursorKind.CONVERSION_FUNCTION, CursorKind.FUNCTION_TEMPLATE)
CLASSES = (CursorKind.CLASS_DECL, CursorKind.STRUCT_DECL)
ALIASES = (CursorKind.TYPE_ALIAS_DECL, CursorKind.TYPEDEF_DECL)
VARIABLES = (CursorKind.VAR_DECL, CursorKind.FIELD_DECL)
# The macros of Qt declare these.
MACRO_NAMES = re.compile(r"^(metaObject|staticMetaObject|tr|qt_.*|QtGadgetHelper|QPrivateSignal|operator[|&^+-])$")
PROPERTY = re.compile(r"Q_PROPERTY\(\s*[\w:<>]+\s+(\w+)\s+([^)]*)\)")
ACCESSOR = re.compile(r"(READ|WRITE|RESET|NOTIFY|BINDABLE)\s+(\w+)")
NOT_YET = "Not documented yet."


def comment_of(cursor):
    """The text of the comment of a declaration, without its marks."""
    raw = cursor.raw_comment or ""
    if raw.startswith("/*!"):
        first, _, rest = raw.removeprefix("/*!").removesuffix("*/").partition("\n")
        text = (first.strip() + "\n" + textwrap.dedent(rest)).strip()
        # qdoc takes a command that follows a word for a part of the word.
        return re.sub(r"\\([ace])\s+([^\s\\{}]+)(?=\\[a-z])", r"\\\1{\2}", text)
    if raw.startswith("//!"):
        return " ".join(line.strip().removeprefix("//!<").removeprefix("//!").strip() for line in raw.splitlines())
    return ""


def split_brief(text):
    """The first sentence, which becomes the brief text, and the rest."""
    paragraph, _, rest = text.partition("\n\n")
    paragraph = " ".join(paragraph.split())
    end = re.search(r"(?<=\.)\s+(?=[A-Z\\])", paragraph)
    if not end:
        return paragraph, rest
    return paragraph[: end.start()], (paragraph[end.end():] + "\n\n" + rest).strip()


class Member:
    """A declaration in a class or in the namespace, with the comment that documents it."""

    def __init__(self, cursor, topic, text, is_shared):
        self.cursor = cursor
        self.topic = topic
        self.text = text
        self.is_shared = is_shared  # the text is that of a declaration above
        self.done = False


class Headers:
    def __init__(self, folder, generated, flags):
        self.undocumented = []
        self.output = {}  # of the name of a header: pairs of topics and text
        self.names = set()  # of everything that pages can link to
        headers = sorted((folder / NAMESPACE).glob("*.h"))
        self.sources = {str(header): header.read_bytes() for header in headers}
        # Q_QDOC shows the classes of all platforms. The headers of Qt do not compile with it.
        includes = re.compile(rb"#\s*include (<Qt\w+/q.*>)")
        of_qt = sorted({name for text in self.sources.values() for name in includes.findall(text)})
        source = "".join(f"#include {name.decode()}\n" for name in of_qt) + "#define Q_QDOC\n"
        source += "".join(f"#include <{NAMESPACE}/{header.name}>\n" for header in headers)
        arguments = ["-xc++", "-std=c++20", "-fparse-all-comments", f"-I{folder}", f"-I{generated}", *flags]
        unit = Index.create().parse("headers.cpp", args=arguments, unsaved_files=[("headers.cpp", source)])
        for problem in unit.diagnostics:
            if problem.severity >= Diagnostic.Error:
                sys.exit(f"headers: {problem}")
        self.spaces = [cursor for cursor in unit.cursor.get_children()
                       if cursor.kind == CursorKind.NAMESPACE and cursor.spelling == NAMESPACE]
        self.types = {}  # of the scope: the names of types in it
        for space in self.spaces:
            self.collect_types(space)
        members = [member for space in self.spaces for member in self.members(space)]
        self.document(members)

    def ours(self, cursor):
        return cursor.location.file is not None and cursor.location.file.name in self.sources

    def collect_types(self, parent):
        for cursor in parent.get_children():
            if self.ours(cursor) and cursor.kind in (*CLASSES, *ALIASES, CursorKind.ENUM_DECL):
                self.types.setdefault(scope(cursor.semantic_parent), set()).add(cursor.spelling)
                if cursor.kind in CLASSES:
                    self.collect_types(cursor)

    # ---- declarations and their comments

    def comment(self, cursor):
        """The comment of a declaration. libclang does not find one behind a declaration of two lines."""
        text = comment_of(cursor)
        if not text and cursor.kind in (*VARIABLES, CursorKind.ENUM_CONSTANT_DECL):
            rest = self.sources[cursor.location.file.name][cursor.extent.end.offset:].decode()
            behind = re.match(r"[^\n/]*//!<(.*(?:\n\s*//!<.*)*)", rest)
            text = " ".join(re.sub(r"\n\s*//!<", " ", behind[1]).split()) if behind else ""
        return text

    def members(self, parent):
        """The public declarations of a class or namespace. Classes and enumerations are written at once."""
        result, last = [], None
        for cursor in children(parent):
            if not self.ours(cursor) or MACRO_NAMES.match(cursor.spelling):
                continue
            text = self.comment(cursor)
            if is_hidden(cursor) or text.startswith("\\internal"):
                last = None
            elif cursor.kind in CLASSES:
                if cursor.is_definition():
                    self.class_(cursor, text)
                last = None
            elif cursor.kind == CursorKind.ENUM_DECL:
                self.enum(cursor, text)
                last = None
            elif topic := self.topic(cursor):
                shares = not text and last and last.text and cursor.kind in FUNCTIONS \
                    and cursor.extent.start.line == last.cursor.extent.end.line + 1
                last = Member(cursor, topic, last.text if shares else text, shares)
                result.append(last)
                self.name(cursor, "()" if cursor.kind in FUNCTIONS else "")
        return result

    def name(self, cursor, suffix=""):
        """Notes a name that pages can link to."""
        self.names.add(scope(cursor).removeprefix(f"{NAMESPACE}::") + suffix)

    def document(self, members):
        """Writes the members of a class or namespace."""
        groups = {}  # of a text: its members
        for member in members:
            if member.done:
                continue
            text = member.text
            if standard := self.standard_text(member.cursor):
                text = text if self.comment(member.cursor) else standard
                self.add(member.cursor, [member.topic], text)
            elif text:
                groups.setdefault(text, []).append(member)
            else:
                self.missing(member.cursor, scope(member.cursor))
                self.add(member.cursor, [member.topic], NOT_YET)
        for text, group in groups.items():
            parameters = {argument.spelling for member in group for argument in children(member.cursor)
                          if argument.kind == CursorKind.PARM_DECL}
            text = re.sub(r"\\a (\w+)", lambda match: match[0] if match[1] in parameters else f"\\c {match[1]}", text)
            self.add(group[0].cursor, [member.topic for member in group], text)

    def document_properties(self, cursor, members):
        """Writes the properties of a class by the comments of their accessors."""
        end = cursor.extent.end.offset
        source = self.sources[cursor.location.file.name][cursor.extent.start.offset: end].decode()
        notified = {}  # of a signal: its properties
        for name, rest in PROPERTY.findall(source):
            for role, signal in ACCESSOR.findall(rest):
                if role == "NOTIFY":
                    notified.setdefault(signal, []).append(name)
            roles = {accessor: role for role, accessor in ACCESSOR.findall(rest)}
            texts = []
            for member in members:
                role = roles.get(member.cursor.spelling)
                if not role or role == "NOTIFY" and member.text and not member.is_shared:
                    continue
                member.done = True
                if role != "NOTIFY" and member.text and member.text not in texts:
                    texts.append(member.text)
            if not texts:
                self.missing(cursor, f"{scope(cursor)}::{name}")
            self.add(cursor, [f"\\property {scope(cursor)}::{name}"], "\n\n".join(texts) or NOT_YET)
        for member in members:
            names = notified.get(member.cursor.spelling, ())
            if len(names) > 1 and (not member.text or member.is_shared):
                self.add(member.cursor, [member.topic], f"Emitted when {' or '.join(names)} changes.")

    def class_(self, cursor, text):
        if not text:
            self.missing(cursor, scope(cursor))
        self.name(cursor)
        brief, rest = split_brief(text or NOT_YET)
        nested = cursor.semantic_parent.kind in CLASSES
        include = [] if nested else [f"\\inheaderfile {NAMESPACE}/{cursor.spelling}"]
        kind = "struct" if cursor.kind == CursorKind.STRUCT_DECL else "class"
        topics = [f"\\{kind} {scope(cursor)}", f"\\inmodule {NAMESPACE}", *include, f"\\brief {brief}"]
        self.add(cursor, topics, rest)
        members = self.members(cursor)
        self.document_properties(cursor, members)
        self.document(members)

    def enum(self, cursor, text):
        name = scope(cursor)
        self.name(cursor)
        values = []
        for value in children(cursor):
            meaning = self.comment(value)
            self.name(value)
            self.names.add(f"{name.rpartition('::')[0]}::{value.spelling}".removeprefix(f"{NAMESPACE}::"))
            # The text of the enumeration may list its values.
            if not meaning and not re.search(rf"\\c\s+{value.spelling}\b", text):
                self.missing(value, f"{name}::{value.spelling}")
            values.append(f"\\value {value.spelling} {meaning}".rstrip())
        if not text:
            self.missing(cursor, name)
            text = NOT_YET
        self.add(cursor, [f"\\enum {name}"], text + "\n\n" + "\n".join(values))

    # ---- qdoc

    def topic(self, cursor):
        if cursor.kind in FUNCTIONS:
            return f"\\fn {self.signature(cursor)}"
        if cursor.kind in ALIASES:
            return f"\\typealias {scope(cursor)}"
        if cursor.kind in VARIABLES:
            return f"\\variable {scope(cursor)}"
        return None

    def signature(self, cursor):
        """The declaration as qdoc takes it outside of the class."""
        is_friend = cursor.lexical_parent.kind in CLASSES and cursor.semantic_parent.kind == CursorKind.NAMESPACE
        owner = scope(cursor.lexical_parent)
        name = cursor.spelling.partition("<")[0] if cursor.kind == CursorKind.FUNCTION_TEMPLATE else cursor.spelling
        template = ""
        if cursor.kind == CursorKind.FUNCTION_TEMPLATE:
            tokens = [token.spelling for token in cursor.get_tokens()]
            depth, end = 0, 0
            for end, token in enumerate(tokens):
                depth += token.count("<") - token.count(">")
                if end > 0 and depth == 0:
                    break
            template = " ".join(tokens[: end + 1]).replace("Private ::", f"{NAMESPACE}::Private::") + " "
        parameters = []
        for argument in children(cursor):
            if argument.kind == CursorKind.PARM_DECL:
                spelled = argument.type.spelling
                spelled = self.qualified(spelled, owner) if is_friend else spelled
                separator = "" if spelled.endswith(("*", "&")) else " "
                parameters.append(f"{spelled}{separator}{argument.spelling}")
        trailing = cursor.type.spelling.rpartition(")")[2].replace(" noexcept", "").replace("noexcept", "").strip()
        returned = ""
        if cursor.kind not in (CursorKind.CONSTRUCTOR, CursorKind.DESTRUCTOR, CursorKind.CONVERSION_FUNCTION):
            if not (cursor.kind == CursorKind.FUNCTION_TEMPLATE and name == cursor.semantic_parent.spelling):
                returned = self.qualified(cursor.result_type.spelling, owner)
                returned += "" if returned.endswith(("*", "&")) else " "
        noexcept = " noexcept" if "noexcept" in cursor.type.spelling else ""
        trailing = f" {trailing}" if trailing else ""
        return f"{template}{returned}{owner}::{name}({', '.join(parameters)}){trailing}{noexcept}"

    def qualified(self, spelled, around):
        """A type with the scopes that it needs outside of the class."""
        def qualify(match):
            where = around
            while where:
                if match[0] in self.types.get(where, ()):
                    return f"{where}::{match[0]}"
                where = where.rpartition("::")[0]
            if match[0] == "OpenMode":
                return "QIODevice::OpenMode"
            return match[0]

        return re.sub(r"(?<![:\w])[A-Z]\w*(?!\w)", qualify, spelled)

    def standard_text(self, cursor):
        """The text of a function whose name says all; an empty string for others."""
        name, owner = cursor.spelling, cursor.semantic_parent.spelling
        if cursor.kind not in FUNCTIONS:
            return ""
        if cursor.kind == CursorKind.DESTRUCTOR:
            return "Destroys the object."
        if cursor.kind == CursorKind.CONSTRUCTOR:
            if cursor.is_copy_constructor():
                return f"Makes a copy of \\a {argument_name(cursor)}."
            if cursor.is_move_constructor():
                return f"Moves \\a {argument_name(cursor)} into the new object."
            if cursor.is_default_constructor() and all(is_parent(argument) for argument in cursor.get_arguments()):
                parent = ", whose parent is \\a parent" if list(cursor.get_arguments()) else ""
                return f"Makes a {owner}{parent}."
        if name == "operator=":
            moves = "&&" in next(cursor.get_arguments()).type.spelling
            return f"{'Moves' if moves else 'Copies'} \\a {argument_name(cursor)} into this object."
        if name in ("operator==", "operator!="):
            a, b = [argument.spelling for argument in cursor.get_arguments()]
            return f"Returns \\c true if \\a {a} and \\a {b} are {'equal' if name == 'operator==' else 'different'}."
        if name == "swap":
            return f"Exchanges the contents of this object and \\a {argument_name(cursor)}."
        if name == "operator bool":
            return "Returns \\c true if the object is valid."
        base = overridden(cursor)
        return f"Reimplements {base}." if base else ""

    def add(self, cursor, topics, text):
        stem = pathlib.Path(cursor.location.file.name).stem
        self.output.setdefault(stem, []).append((topics, text))

    def missing(self, cursor, name):
        file = pathlib.Path(cursor.location.file.name).name
        self.undocumented.append(f"{file}:{cursor.location.line}: {name}")

    def write(self, folder):
        for stem, comments in self.output.items():
            parts = ["/*!\n" + "\n".join(topics) + "\n\n" + text + "\n*/\n" for topics, text in comments]
            (folder / f"{stem}.qdoc").write_text("\n".join(parts), encoding="utf-8")
        (folder / "names.txt").write_text("\n".join(sorted(self.names)) + "\n", encoding="utf-8")


def children(cursor):
    """The children of a cursor, with the functions that friend declarations define."""
    for child in cursor.get_children():
        if child.kind == CursorKind.FRIEND_DECL:
            yield from (found for found in child.get_children() if found.kind in FUNCTIONS)
        else:
            yield child


def scope(cursor):
    names = []
    while cursor is not None and cursor.kind != CursorKind.TRANSLATION_UNIT:
        names.insert(0, cursor.spelling)
        cursor = cursor.semantic_parent
    return "::".join(names)


def argument_name(cursor):
    return next(cursor.get_arguments()).spelling or "other"


def is_hidden(cursor):
    """Whether users of the library cannot use a declaration, or a macro of Qt has made it."""
    if cursor.access_specifier == AccessSpecifier.PRIVATE or "Private" in cursor.type.spelling:
        return True
    return cursor.kind in ALIASES and "QFlags<" in cursor.type.get_canonical().spelling


def is_parent(argument):
    return argument.spelling == "parent"


def overridden(cursor):
    """The function of a base class that this one overrides, or an empty string."""
    if not any(child.kind == CursorKind.CXX_OVERRIDE_ATTR for child in cursor.get_children()):
        return ""
    todo = [cursor.semantic_parent]
    while todo:
        for base in todo.pop().get_children():
            if base.kind == CursorKind.CXX_BASE_SPECIFIER:
                definition = base.type.get_declaration().get_definition()
                for member in definition.get_children():
                    if member.spelling == cursor.spelling and member.is_virtual_method():
                        return f"{definition.spelling}::{cursor.spelling}()"
                todo.append(definition)
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("include", type=pathlib.Path, help="the folder of the public headers")
    parser.add_argument("generated", type=pathlib.Path, help="the folder of version.h")
    parser.add_argument("output", type=pathlib.Path, help="the folder of qdoc's input")
    parser.add_argument("--report-only", action="store_true", help="list undocumented symbols, but do not fail")
    parser.add_argument("flags", nargs="*", help="compiler flags for Qt's headers, after --")
    arguments = parser.parse_args()
    headers = Headers(arguments.include.resolve(), arguments.generated.resolve(), arguments.flags)
    headers.write(arguments.output)
    for symbol in headers.undocumented:
        print(f"headers: not documented: {symbol}", file=sys.stderr)
    comments = sum(map(len, headers.output.values()))
    print(f"headers: {comments} comments, {len(headers.undocumented)} undocumented symbols")
    return 1 if headers.undocumented and not arguments.report_only else 0


if __name__ == "__main__":
    sys.exit(main())
