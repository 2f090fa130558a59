#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Feeds the checks of scripts/docs headers and pages with one fault each.

Needs python3-clang, which scripts/setup docs installs.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

QDOC = pathlib.Path(__file__).resolve().parents[2] / "docs" / "qdoc"

CLASS = """#pragma once
namespace QtInterprocess {
/*! Is a class. Its members follow. */
class Sample
{
public:
    /*! The values. */
    enum class Kind : int {
        One, //!< The first one.
        Two = 2, //!< The second one.
        Three =
            3, //!< The third one.
    };
    /*! Is a type. */
    using Number = int;
    Sample();
    Sample(const Sample &other);
    Sample &operator=(const Sample &other);
    ~Sample();
    /*! Returns the size. */
    int size() const;
    void setSize(int size);
    /*! A member. */
    int member = 0;
MEMBERS
private:
    void hidden();
};
/*! Makes a sample. */
Sample makeSample();
FUNCTIONS
}
"""

# fault | member | function of the namespace | name of the symbol
UNDOCUMENTED = [
    ("a function of a class", "\n    int weight() const;", "", "QtInterprocess::Sample::weight"),
    ("a function after an empty line", "\n    void setWeight(int weight);", "", "QtInterprocess::Sample::setWeight"),
    ("a variable", "\n    int other = 1;", "", "QtInterprocess::Sample::other"),
    ("a variable below a documented one", "    int other = 1;", "", "QtInterprocess::Sample::other"),
    ("a type", "\n    using Other = int;", "", "QtInterprocess::Sample::Other"),
    ("a value", "\n    /*! Values. */\n    enum Other : int { Third };", "", "QtInterprocess::Sample::Other::Third"),
    ("a class", "", "\nclass Other { };", "QtInterprocess::Other"),
    ("a function", "", "\nint count();", "QtInterprocess::count"),
    ("a property", "\n    Q_PROPERTY(int weight READ weight)\n    int weight() const;", "",
     "QtInterprocess::Sample::weight"),
    ("a plain comment", "\n    // Not for readers.\n    int weight() const;", "",
     "QtInterprocess::Sample::weight"),
    ("an enumeration", "\n    enum Other : int {\n        Third, //!< A value.\n    };", "",
     "QtInterprocess::Sample::Other"),
]


class Headers(unittest.TestCase):
    def run_headers(self, members="", functions="", *options):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            header = root / "QtInterprocess" / "sample.h"
            header.parent.mkdir()
            text = "#define Q_PROPERTY(...)\n" + CLASS.replace("MEMBERS", members).replace("FUNCTIONS", functions)
            header.write_text(text, encoding="utf-8")
            command = [sys.executable, "-B", QDOC / "headers.py", *options, root, root, root]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            written = root / "sample.qdoc"
            return run, written.read_text(encoding="utf-8") if written.exists() else ""

    def test_documented(self):
        run, written = self.run_headers()
        self.assertEqual((run.returncode, run.stderr), (0, ""), run.stdout)
        self.assertIn("\\class QtInterprocess::Sample\n", written)
        self.assertIn("\\brief Is a class.\n\nIts members follow.", written)
        self.assertIn("\\value Three The third one.", written)
        # The setter shares the comment of the getter.
        self.assertIn("\\fn int QtInterprocess::Sample::size() const\n"
                      "\\fn void QtInterprocess::Sample::setSize(int size)", written)
        self.assertNotIn("hidden", written)

    def test_undocumented(self):
        for fault, members, functions, symbol in UNDOCUMENTED:
            with self.subTest(fault):
                run, _ = self.run_headers(members, functions)
                self.assertEqual(run.returncode, 1, run.stderr)
                self.assertEqual([line.rpartition(" ")[2] for line in run.stderr.splitlines()], [symbol])

    def test_report_only(self):
        run, written = self.run_headers("\n    int weight() const;", "", "--report-only")
        self.assertEqual(run.returncode, 0)
        self.assertIn("Sample::weight", run.stderr)
        self.assertIn("Not documented yet.", written)


class Links(unittest.TestCase):
    def run_links(self, **pages):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in pages.items():
                (pathlib.Path(folder) / f"{name}.html").write_text(text, encoding="utf-8")
            command = [sys.executable, "-B", QDOC / "checklinks.py", folder]
            return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_links(self):
        good = '<a id="here" href="b.html#there">b</a> <a href="https://example.org/">elsewhere</a>'
        target = '<h2 id="there">b</h2><a href="#there">same page</a>'
        self.assertEqual(self.run_links(a=good, b=target).returncode, 0)
        self.assertEqual(self.run_links(a=good, b="").returncode, 1)
        self.assertEqual(self.run_links(a=good).returncode, 1)
        self.assertEqual(self.run_links(a='<img src="none.png">').returncode, 1)
        self.assertEqual(self.run_links().returncode, 1)


if __name__ == "__main__":
    unittest.main()
