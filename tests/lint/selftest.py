#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs the lints on trees with one fault each, and checks that they find that fault alone."""

import importlib.util
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent

# A tree without faults.
SOUND = {
    "include/QtInterprocess/global.h": "#include <QtCore/qglobal.h>\n#if defined(Q_OS_UNIX)\n#endif\n",
    "include/QtInterprocess/error.h": "#include <QtInterprocess/global.h>\n#include <QtCore/qstring.h>\n",
    "include/QtInterprocess/device.h": "#include <QtInterprocess/error.h>\n#include <memory>\n",
    "include/QtInterprocess/unixsocket.h": "#include <QtInterprocess/global.h>\n"
    "#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)\n#    include <QtInterprocess/device.h>\n#else\n"
    "#    error x\n#endif\n",
    "include/QtInterprocess/namedpipesocket.h": "#include <QtInterprocess/global.h>\n"
    "#if QTINTERPROCESS_HAS_WINDOWS || defined(Q_QDOC)\n#    include <QtInterprocess/device.h>\n#else\n"
    "#    error x\n#endif\n",
    "include/QtInterprocess/localsocket.h": "#include <QtInterprocess/device.h>\n",
    "include/QtInterprocess/localoptions.h": "#include <QtInterprocess/localsocket.h>\n",
    "src/support/error.cpp": "#include <QtInterprocess/error.h>\n",
    "src/support/result.h": "#include <QtInterprocess/error.h>\n#include <variant>\n// #include <unistd.h>\n",
    "src/os/unix/call.h": '#include "support/result.h"\n#include <cerrno>\n#include <sys/socket.h>\n'
    "#ifdef __linux__\n#endif\n",
    "src/os/win/handle.h": "#include <windows.h>\n",
    "src/engine/streamengine.h": '#include "support/result.h"\n',
    "src/engine/unix/unixengine.h": '#include "engine/streamengine.h"\n#include "os/unix/call.h"\n',
    "src/device/device_p.h": "#include <QtInterprocess/device.h>\n#include \"engine/streamengine.h\"\n",
    "src/device/device.cpp": '#include "device_p.h"\n#include "moc_device.cpp"\n',
    "src/primitives/win/namedpipesocket.cpp": "#include <QtInterprocess/namedpipesocket.h>\n"
    '#include "os/win/handle.h"\n#include "device/device_p.h"\n',
    "src/primitives/unix/unixsocket.cpp": "#include <QtInterprocess/unixsocket.h>\n"
    '#include "engine/unix/unixengine.h"\n#include "device/device_p.h"\n',
    "src/local/localsocket.cpp": '#include <QtInterprocess/localsocket.h>\n#include "device/device_p.h"\n',
}  # fmt: skip

# fault | file | text added to it | expected message
LAYERING = [
    ("up", "src/support/result.h", '#include "device/device_p.h"', "includes must point down"),
    ("up by a public header", "src/os/unix/call.h", "#include <QtInterprocess/device.h>", "includes must point down"),
    ("up by a relative path", "src/support/result.h", '#include "../engine/streamengine.h"',
     "includes must point down"),
    ("up between public headers", "include/QtInterprocess/error.h", "#include <QtInterprocess/device.h>",
     "must point down"),
    ("device reaches os", "src/device/device.cpp", '#include "os/unix/call.h"', "does not include os/"),
    ("unix header in neutral code", "src/local/localsocket.cpp", '#include "os/unix/call.h"', "for unix/ only"),
    ("public unix header in neutral code", "src/local/localsocket.cpp", "#include <QtInterprocess/unixsocket.h>",
     "for unix/ only"),
    ("public win header in neutral code", "src/local/localsocket.cpp", "#include <QtInterprocess/namedpipesocket.h>",
     "for win/ only"),
    ("public win header in unix", "src/primitives/unix/unixsocket.cpp", "#include <QtInterprocess/namedpipesocket.h>",
     "for win/ only"),
    ("unix includes win", "src/os/unix/call.h", '#include "os/win/handle.h"', "for win/ only"),
    ("win includes unix", "src/os/win/handle.h", '#include "os/unix/call.h"', "for unix/ only"),
    ("OS header in device", "src/device/device.cpp", "#include <unistd.h>", "operating system"),
    ("OS header in neutral engine", "src/engine/streamengine.h", "#include <sys/epoll.h>", "operating system"),
    ("errno in support", "src/support/result.h", "#include <cerrno>", "operating system"),
    ("OS header in a public header", "include/QtInterprocess/unixsocket.h", "#include <sys/un.h>", "operating system"),
    ("windows.h in unix", "src/engine/unix/unixengine.h", "#include <windows.h>", "another platform"),
    ("unistd.h in win", "src/os/win/handle.h", "#include <unistd.h>", "another platform"),
    ("#ifdef in neutral code", "src/local/localsocket.cpp", "#ifdef Q_OS_WIN\n#endif", "tests the platform"),
    ("#if over two lines", "src/device/device.cpp", "#if 1 && \\\n    defined(__APPLE__)\n#endif",
     "tests the platform"),
    ("#elif in neutral code", "src/engine/streamengine.h", "#if X\n#elif _WIN32\n#endif", "tests the platform"),
    ("own platform macro", "src/support/result.h", "#if QTINTERPROCESS_HAS_UNIX\n#endif", "tests the platform"),
    ("option in neutral code", "src/device/device.cpp", "#ifdef QTINTERPROCESS_PORTABLE_POSIX\n#endif",
     "tests the platform"),
    ("#if in a public header", "include/QtInterprocess/device.h", "#ifdef Q_OS_UNIX\n#endif", "tests the platform"),
    ("second guard", "include/QtInterprocess/unixsocket.h",
     "#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)\n#endif", "has only one guard"),
    ("second guard of a win header", "include/QtInterprocess/namedpipesocket.h",
     "#if QTINTERPROCESS_HAS_WINDOWS || defined(Q_QDOC)\n#endif", "has only one guard"),
    ("guard of the other platform", "include/QtInterprocess/namedpipesocket.h",
     "#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)\n#endif", "tests the platform"),
    ("another #if in a unix header", "include/QtInterprocess/unixsocket.h", "#ifdef __linux__\n#endif",
     "tests the platform"),
    ("macro of macOS", "src/os/unix/call.h", "inline void f(sigset_t *s) { ::sigemptyset(s); }", "call it without ::"),
    ("Qt Network", "src/local/localsocket.cpp", "#include <QtNetwork/qlocalsocket.h>", "Qt Core only"),
    ("Qt without its module", "src/local/localsocket.cpp", "#include <QString>", "name the module"),
    ("private Qt", "src/device/device.cpp", "#include <QtCore/private/qiodevice_p.h>", "private header of Qt"),
    ("private Qt by another path", "src/device/device.cpp", "#include <private/qobject_p.h>", "operating system"),
    ("forwarder", "src/local/localsocket.cpp", "#include <QtInterprocess/LocalSocket>", "name the .h file"),
    ("up to a header without a source", "src/primitives/unix/unixsocket.cpp",
     "#include <QtInterprocess/localoptions.h>",
     "includes must point down"),
    ("unknown public header", "src/device/device.cpp", "#include <QtInterprocess/nowhere.h>", "does not exist"),
    ("unknown floor", "src/misc/x.h", "", "has no floor"),
    ("file on no floor", "src/x.cpp", "", "has no floor"),
    ("missing file", "src/device/device.cpp", '#include "nowhere.h"', "neither beside this file"),
    ("public header includes src", "include/QtInterprocess/device.h", '#include "device/device_p.h"', "not installed"),
]  # fmt: skip

CONVENTIONAL = {
    "include/QtInterprocess/device.h": "class QTINTERPROCESS_EXPORT Device : public QIODevice\n{\n"
    "    Q_OBJECT\npublic:\n"
    "    enum class State : int { Closed };\nprivate:\n    Q_DISABLE_COPY_MOVE(Device)\n};\n",
    "include/QtInterprocess/error.h": "class Error\n{\n    enum Code : int {\n        NoError,\n"
    "        NotFound, //!< Not there.\n    };\n};\n",
    "docs/errors.md": "# Errors\n\n### NoError\n\n### NotFound\n",
    "include/QtInterprocess/pipe.h": "struct Pipe\n{\n    enum Mode : int {\n        Bytes,\n    };\n"
    "    struct Ends\n    {\n    };\n};\nnamespace Private {\nclass Scope\n{\n};\n}\n",
    "examples/x/main.cpp": "#include <QtInterprocess/Included>\nDevice *d;\nError e;\nPipe p;\nSocket s; // Unused\n",
    "examples/programs/filter.cpp": "int main() {}\n",
    "examples/programs/filter.md": "",
    "src/loop/reactor.h": "class Reactor final : public QObject, private Poller<int>\n{\n"
    "    Q_DISABLE_COPY_MOVE(Reactor)\n};\n",
    "src/loop/turn.h": "enum class Turn { First };\nclass Turns : public std::vector<QObject *>\n{\n};\n",
    "src/os/unix/lock.h": "class Lock\n{\n};\n",
    "src/os/win/lock.h": "class Lock\n{\n    struct Pipe\n    {\n    };\n};\n",
    "tests/x/tst_x.cpp": "Worker thread;\nthread.start();\nQThread idle;\nmoveToThread(&idle);\n",
    "tools/x/main.cpp": "// class Main : public QObject {\nint main() {}\n",
}  # fmt: skip

# fault | file | text added to it | expected message
UNCONVENTIONAL = [
    ("a QObject", "src/loop/turn.h", "class Timer : public QObject\n{\n};", "Timer is a QObject without"),
    ("a device", "src/loop/turn.h", "class Other final : private X, public QIODevice {\n};",
     "Other is a QObject without"),
    ("a subclass of another file", "include/QtInterprocess/pipe.h",
     "class QTINTERPROCESS_EXPORT Socket : public Device\n{\n};",
     "Socket is a QObject without"),
    ("a tool", "tools/x/main.cpp", "struct Main : QtInterprocess::Device {\n};", "Main is a QObject without"),
    ("the macro for another class", "src/loop/turn.h", "class A : public QObject { Q_DISABLE_COPY_MOVE(B) };",
     "A is a QObject without"),
    ("a class without an example", "include/QtInterprocess/pipe.h", "class Unused\n{\n};", "no example uses Unused"),
    ("a class that an example only includes", "include/QtInterprocess/pipe.h", "class Included {\n};",
     "no example uses Included"),
    ("a name of a public class", "src/loop/turn.h", "class Pipe\n{\n};", "Pipe is also defined in include"),
    ("a program without a page", "examples/programs/pool.cpp", "int main() {}", "has no page pool.md"),
    ("an enum without a type", "include/QtInterprocess/pipe.h", "enum class End { Reader };",
     "enum End has no fixed type"),
    ("a plain enum", "include/QtInterprocess/pipe.h", "enum End {\n    Reader };", "enum End has no fixed type"),
    ("an error without a section", "include/QtInterprocess/error.h", "enum Code : int { NotFound, Odd };",
     "Error::Odd has no section"),
    ("a thread of a test", "tests/x/tst_x.cpp", "idle.start();", "starts a QThread"),
    ("a created thread of a test", "tests/x/tst_x.cpp", "auto *t = QThread::create([] {});", "starts a QThread"),
    ("an enum of another type", "include/QtInterprocess/pipe.h", "enum class End : quint8 { Reader };",
     "enum End has no fixed type"),
]  # fmt: skip

GUARANTEES = {
    "docs/guarantees.md": "# Page\n\nText.\n\n## 1. A\n\n- a\n  - tests: `tst_a::works`,\n    `tst_a::shared`\n",
    "tests/a/tst_a.cpp": '#include "common.h"\nvoid Test::works()\n{\n}\n',
    "tests/support/common.h": "class Common\n{\n    void shared();\n};\n",
}


class LintTest(unittest.TestCase):
    def run_lint(self, lint, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in files.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            run = subprocess.run([sys.executable, HERE / lint, root], capture_output=True, text=True, check=False)
        self.assertIn(run.returncode, (0, 1), run.stderr)
        return run.returncode, run.stdout.splitlines()

    def assert_sound(self, lint, files):
        code, lines = self.run_lint(lint, files)
        self.assertEqual(code, 0, lines)

    def assert_one_fault(self, lint, files, file, message):
        code, lines = self.run_lint(lint, files)
        self.assertEqual((code, len(lines)), (1, 1), lines)
        self.assertTrue(lines[0].startswith(file + ":"), lines)
        self.assertIn(message, lines[0])


class Layering(LintTest):
    def test_sound_tree(self):
        self.assert_sound("check-layering.py", SOUND)

    def test_empty_tree(self):
        self.assertEqual(self.run_lint("check-layering.py", {})[0], 1)

    def test_faults(self):
        for fault, file, text, message in LAYERING:
            with self.subTest(fault):
                files = {**SOUND, file: SOUND.get(file, "") + text + "\n"}
                self.assert_one_fault("check-layering.py", files, file, message)

    def test_line_number(self):
        text = '// a\n/* b\n */\n#define X \\\n    1\n#include <unistd.h>\n'
        _, lines = self.run_lint("check-layering.py", {**SOUND, "src/device/device.cpp": text})
        self.assertIn("src/device/device.cpp:6:", lines[0])


class Conventions(LintTest):
    def test_sound_tree(self):
        self.assert_sound("check-conventions.py", CONVENTIONAL)

    def test_empty_tree(self):
        self.assertEqual(self.run_lint("check-conventions.py", {})[0], 1)

    def test_faults(self):
        for fault, file, text, message in UNCONVENTIONAL:
            with self.subTest(fault):
                files = {**CONVENTIONAL, file: CONVENTIONAL.get(file, "") + text + "\n"}
                self.assert_one_fault("check-conventions.py", files, file, message)
class Translations(unittest.TestCase):
    def test_operations(self):
        source = importlib.util.spec_from_file_location("translations", HERE / "check-translations.py")
        lint = importlib.util.module_from_spec(source)
        source.loader.exec_module(lint)
        text = """
            #include "support/error.h"
            // "in a comment"
            return lastError("write to a file", QStringLiteral("open"));
            return refused(ErrorText::tr("there is "
                                         "none"), "connect to").arg("Name");
            qCDebug(lcNames) << "a line" << "of a log";
            map.value(QLatin1String("token"));
        """
        self.assertEqual(list(lint.operations(text)), ["write to a file", "open", "connect to"])


class Guarantees(LintTest):
    PAGE = "docs/guarantees.md"

    def with_text(self, text):
        return {**GUARANTEES, self.PAGE: GUARANTEES[self.PAGE] + text + "\n"}

    def test_sound_tree(self):
        self.assert_sound("check-guarantees.py", GUARANTEES)

    def test_sound_promise(self):
        for text in (
            "- b `tst_a::works`",
            "- b\n  more of b\n  - tests: `tst_a::works`",
            "\n## 2. B\n\n- b, `tst_a::shared`",
        ):
            with self.subTest(text):
                self.assert_sound("check-guarantees.py", self.with_text(text))

    def test_faults(self):
        for text, message in (
            ("- b\n  - tests: by hand", "names no test"),
            ("- b\n- c\n  - tests: `tst_a::works`", "names no test"),
            ("- b\n\n## 2. B\n\n- c `tst_a::works`", "names no test"),
            ("- b\n  - tests: `tst_b::works`", "no test executable tst_b"),
            ("- b\n  - tests: `tst_a::works`,\n    `tst_a::fails`", "tst_a has no function fails"),
            ("| b | `tst_a::works` |", "is not part of a promise"),
        ):
            with self.subTest(text):
                self.assert_one_fault("check-guarantees.py", self.with_text(text), self.PAGE, message)

    def test_page_without_promises(self):
        files = {**GUARANTEES, self.PAGE: "# Page\n\n- a `tst_a::works`\n"}
        self.assert_one_fault("check-guarantees.py", files, self.PAGE, "has no promises")


class Prose(LintTest):
    TEXT = "// Returns the socket.\nint socket();\n"

    def summary(self, files):
        code, lines = self.run_lint("check-prose.py", files)
        return code, lines[-1]

    def test_sound_tree(self):
        files = {"src/a.h": self.TEXT, "docs/a.md": "# Title\n\nIt is short.\n\n| " + 108 * "a" + " |\n"}
        self.assertEqual(
            self.summary(files), (0, "2 sentences, median 3 words; 0.0 % open without a noun; 0 lines too long")
        )

    def test_lines(self):
        for name, line in (
            ("src/a.h", "// " + 25 * "four " + "."),
            ("src/a.h", "int a = " + 24 * "four " + ";"),
            ("docs/a.md", 21 * "four "),
            ("docs/a.md", "| " + 25 * "four " + "|"),
            ("scripts/a", "# " + 25 * "four "),
        ):
            with self.subTest(name):
                code, summary = self.summary({"src/b.h": self.TEXT, name: line + "\n"})
                self.assertEqual((code, summary.split("; ")[-1]), (1, "1 lines too long"))

    def test_subjects(self):
        for sentence in ("Who listens is told.", "What is left stays there.", "Of those it has none."):
            with self.subTest(sentence):
                self.assertEqual(self.summary({"src/a.h": self.TEXT + "\n// " + sentence + "\n"})[0], 1)
        self.assertEqual(self.summary({"src/a.h": self.TEXT + "\n// Who listens there?\n"})[0], 0)

    def test_median(self):
        code, summary = self.summary({"docs/a.md": "This " + "\n".join(17 * ["word"]) + ".\n"})
        self.assertEqual((code, summary.split("; ")[0]), (1, "1 sentences, median 18 words"))


if __name__ == "__main__":
    unittest.main()
