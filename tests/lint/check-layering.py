#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks the layers ("floors") of src/ and include/: which files they may include, and where code
may test the platform.

It also rejects code that compiles on one platform only.

Usage: check-layering.py [ROOT]      the repository by default
"""

import pathlib
import re
import sys

import cppsource

FLOORS = {"support": 0, "os": 1, "loop": 2, "engine": 3, "device": 4, "primitives": 5, "local": 6, "qml": 7}

# The floors that a floor may include, if they are fewer than all floors below it.
REACH = {"device": {"support", "loop", "engine", "device"}, "qml": {"loop", "qml"}}

PLATFORMS = ("unix", "win")
GENERATED = {"version.h"}  # public headers that CMake generates
# Prefixes of public headers that exist on one platform only.
PUBLIC_PREFIXES = {"unix": "unix", "fifo": "unix", "namedpipe": "win"}
PLATFORM_MACRO = re.compile(
    r"\b(Q_OS_\w+|_WIN32|_WIN64|WIN32|__MINGW\d+__|__CYGWIN__|__unix__|__linux__|__gnu_linux__|__ANDROID__|__APPLE__"
    r"|__FreeBSD__|__NetBSD__|__OpenBSD__|__DragonFly__|QTINTERPROCESS_(?:PORTABLE_POSIX|LINUX|HAS_\w+))\b"
)
GUARDS = {
    platform: re.compile(rf"#\s*if\s+QTINTERPROCESS_HAS_{macro}\s*\|\|\s*defined\s*\(\s*Q_QDOC\s*\)\s*$")
    for platform, macro in {"unix": "UNIX", "win": "WINDOWS"}.items()
}
DIRECTIVE = re.compile(r"^[ \t]*#[ \t]*(\w+)(.*)$", re.MULTILINE)
OWN_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<QtInterprocess/(\w+\.h)>", re.MULTILINE)
INCLUDE_NAME = re.compile(r'\s*([<"])([^>"]+)[>"]')

# C functions that are macros on some platform (macOS).
QUALIFIED_MACRO = re.compile(r"(?<!\w)::(sig(?:add|del|empty|fill)set|sigismember)\b")

C_HEADERS_OF_CPP = {"cerrno", "csignal"}
WINDOWS_HEADER = re.compile(
    r"^(windows|win\w*|ws2\w+|aclapi|sddl|namedpipeapi|fileapi|handleapi|process|processenv|psapi|shellapi|winternl|io)"
    r"\.h$",
    re.I,
)


def platform_of(parts):
    return next((p for p in PLATFORMS if p in parts), None)


class Place:
    """The place of a file: its floor, its platform (None: neutral), and whether it is public."""

    def __init__(self, name, floor, platform, public):
        self.name, self.floor, self.platform, self.public = name, floor, platform, public

    @classmethod
    def of_public(cls, header, floor):
        platform = next((p for prefix, p in PUBLIC_PREFIXES.items() if header.startswith(prefix)), None)
        return cls(f"<QtInterprocess/{header}>", floor, platform, True)

    @classmethod
    def of_source(cls, relative):
        floor = FLOORS.get(relative.parts[0]) if len(relative.parts) > 1 else None
        return None if floor is None else cls(str(relative), floor, platform_of(relative.parts[1:-1]), False)

    @property
    def folder(self):
        return next(name for name, floor in FLOORS.items() if floor == self.floor)


class File:
    def __init__(self, tree, path, place):
        self.tree, self.path, self.place = tree, path, place
        self.problems = []

    def complain(self, line, text):
        self.problems.append(f"{self.path.relative_to(self.tree.root)}:{line}: {text}")

    @staticmethod
    def line_of(text, match):
        before = text[: match.start()]
        return 1 + before.count("\n") + before.count("\v")

    def check(self):
        text = cppsource.bare(self.path.read_text(encoding="utf-8")).replace("\\\n", " \v")
        for match in QUALIFIED_MACRO.finditer(text):
            line = self.line_of(text, match)
            self.complain(line, f"{match.group(1)} is a macro on some platform: call it without ::")
        guards = 0
        for match in DIRECTIVE.finditer(text):
            line = self.line_of(text, match)
            keyword, rest = match.groups()
            if keyword == "include":
                self.check_include(line, rest)
            elif keyword in {"if", "ifdef", "ifndef", "elif", "elifdef", "elifndef"}:
                guards += self.check_condition(line, match.group(0).replace("\v", "").strip(), guards)
        return self.problems

    def check_condition(self, line, condition, guards):
        macro = PLATFORM_MACRO.search(condition)
        place = self.place
        if not macro or (place.platform and not place.public) or (place.public and self.path.name == "global.h"):
            return 0
        if place.public and place.platform and GUARDS[place.platform].match(condition):
            if guards:
                self.complain(line, "a platform's header has only one guard")
            return 1
        self.complain(line, f"tests the platform ({macro.group(1)}) in neutral code: declare it once, define it"
                            " in unix/ and win/")
        return 0

    def check_include(self, line, rest):
        match = INCLUDE_NAME.match(rest)
        if not match:
            self.complain(line, "this lint cannot parse the include")
            return
        quote, name = match.groups()
        if name.startswith("QtInterprocess/"):
            self.check_own(line, name, self.public_place(line, name))
        elif quote == '"':
            if not name.endswith(".moc") and not re.fullmatch(r"moc_\w+\.cpp", name):
                self.check_own(line, name, self.source_place(line, name))
        elif name.startswith("Qt") or re.fullmatch(r"Q[A-Z]\w*|q[a-z0-9_]+\.h", name):
            self.check_qt(line, name)
        else:
            self.check_system(line, name)

    def public_place(self, line, name):
        header = name.removeprefix("QtInterprocess/")
        if not header.endswith(".h"):
            self.complain(line, f"includes the forwarder <{name}>: name the .h file")
            return None
        place = self.tree.public_place(header)
        if not place:
            self.complain(line, f"<{name}> does not exist")
        return place

    def source_place(self, line, name):
        source = self.tree.source
        if self.place.public:
            self.complain(line, f'a public header includes "{name}", which is not installed')
            return None
        for folder in (self.path.parent, source):
            candidate = (folder / name).resolve()
            if candidate.is_file() and candidate.is_relative_to(source):
                return Place.of_source(candidate.relative_to(source))
        self.complain(line, f'"{name}" is neither beside this file nor under src/')
        return None

    def check_own(self, line, name, target):
        if not target:
            return
        here = self.place
        if target.floor > here.floor:
            self.complain(line, f"{here.folder}/ (floor {here.floor}) includes {name} of floor {target.floor}:"
                                " includes must point down")
        elif not target.public and target.folder not in REACH.get(here.folder, FLOORS):
            self.complain(line, f"{here.folder}/ does not include {target.folder}/")
        elif target.platform and target.platform != here.platform:
            where = f"{here.platform}/" if here.platform else "neutral code"
            self.complain(line, f"{where} includes {name}, which is for {target.platform}/ only")

    def check_qt(self, line, name):
        if "private/" in name or name.endswith("_p.h"):
            self.complain(line, f"<{name}> is a private header of Qt")
        elif name.startswith("QtCore/"):
            return
        elif name.startswith("Qt") and "/" in name:
            if not (self.place.folder == "qml" and name.startswith("QtQml/")):
                self.complain(line, f"<{name}>: the library uses Qt Core only")
        else:
            self.complain(line, f"<{name}>: name the module, <QtCore/...>")

    def check_system(self, line, name):
        if re.fullmatch(r"[a-z_0-9]+", name) and name not in C_HEADERS_OF_CPP:
            return  # a C++ header
        if not self.place.public and self.place.floor == FLOORS["os"] and not self.place.platform:
            return
        if not self.place.platform or self.place.public:
            self.complain(line, f"<{name}> is a header of the operating system in neutral code")
        elif name in C_HEADERS_OF_CPP or name == "errno.h":
            return
        elif bool(WINDOWS_HEADER.match(name)) != (self.place.platform == "win"):
            self.complain(line, f"<{name}> in {self.place.platform}/ is a header of another platform")


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.public = self.root / "include" / "QtInterprocess"
        self.source = self.root / "src"
        self.floors = {}  # the highest floor of each source, by name without .cpp
        for path in self.source.rglob("*.cpp"):
            place = Place.of_source(path.relative_to(self.source))
            if place:
                self.floors[path.stem] = max(place.floor, self.floors.get(path.stem, 0))

    def public_place(self, header):
        """Returns the place of a public header, which is that of its source.

        A header without a source has the floor of the highest header that it includes.
        """
        if header in GENERATED:
            return Place.of_public(header, 0)
        path = self.public / header
        if not path.is_file():
            return None
        floor = self.floors.get(path.stem)
        if floor is None:
            included = OWN_INCLUDE.findall(cppsource.bare(path.read_text(encoding="utf-8")))
            floor = max((place.floor for place in map(self.public_place, included) if place), default=0)
        return Place.of_public(header, floor)

    def files(self):
        for path in cppsource.cpp_files(self.public):
            yield path, self.public_place(path.name)
        for path in cppsource.cpp_files(self.source):
            yield path, Place.of_source(path.relative_to(self.source))

    def check(self):
        count, problems = 0, []
        for path, place in self.files():
            count += 1
            if place:
                problems += File(self, path, place).check()
            else:
                problems.append(f"{path.relative_to(self.root)}:1: has no floor in the table of this lint")
        if not count:
            problems.append(f"{self.root}: no C++ files in include/QtInterprocess and src")
        return count, problems


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    count, problems = Tree(sys.argv[1] if len(sys.argv) == 2 else cppsource.ROOT).check()
    return cppsource.report("check-layering", problems, f"{count} files respect their floors")


if __name__ == "__main__":
    sys.exit(main())
