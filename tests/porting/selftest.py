#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests scripts/port-from-qlocalsocket.

The script renames what it knows, lists the rest, and changes nothing else.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "port-from-qlocalsocket"


def port(text):
    """Returns the ported text and the list of (line, advice)."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "program.cpp")
        path.write_bytes(text.encode("utf-8"))
        result = subprocess.run([sys.executable, "-B", SCRIPT, path], capture_output=True, text=True, check=True)
        listed = []
        for line in result.stdout.splitlines():
            name, number, advice = line.removeprefix(str(path)).split(":", 2)
            assert name == "", line
            listed.append((int(number), advice.strip()))
        return path.read_bytes().decode("utf-8"), listed


class Porting(unittest.TestCase):
    def expect(self, before, after):
        ported, listed = port(before)
        self.assertEqual(ported, after)
        self.assertEqual(listed, [])

    def expect_listed(self, text, line, part):
        ported, listed = port(text)
        self.assertTrue(any(at == line and part in advice for at, advice in listed), (ported, listed))
        return ported

    def test_includes(self):
        for old in (
            "<QLocalSocket>",
            "<QtNetwork/QLocalSocket>",
            "<qlocalsocket.h>",
            "<QtNetwork/qlocalsocket.h>",
            '"QLocalSocket"',
        ):
            self.expect(f"#include {old}\n", "#include <QtInterprocess/LocalSocket>\n")
        self.expect("#  include <QLocalServer>\n", "#  include <QtInterprocess/LocalServer>\n")
        self.expect_listed("#include <QtNetwork>\n", 1, "include <QtInterprocess/LocalSocket>")

    def test_names(self):
        self.expect(
            "QLocalSocket *s = new QLocalSocket(this);",
            "QtInterprocess::LocalSocket *s = new QtInterprocess::LocalSocket(this);",
        )
        self.expect("&QLocalServer::newConnection", "&QtInterprocess::LocalServer::newConnection")
        self.expect("class QLocalSocket;\n", "namespace QtInterprocess { class LocalSocket; }\n")
        self.expect("QT_FORWARD_DECLARE_CLASS(QLocalServer)\n", "namespace QtInterprocess { class LocalServer; }\n")
        self.expect("QLocalSocket::ConnectedState", "QtInterprocess::Device::State::Connected")
        self.expect("QLocalSocket::LocalSocketState::ClosingState", "QtInterprocess::Device::State::Closing")
        self.expect(
            "SIGNAL(errorOccurred(QLocalSocket::LocalSocketError))", "SIGNAL(errorOccurred(QtInterprocess::Error))"
        )

    def test_calls(self):
        self.expect("a;\n    QLocalServer::removeServer(name);\nb;\n", "a;\nb;\n")
        self.expect('    QLocalServer::removeServer("x");\n', "")
        self.expect("s->setSocketDescriptor(fd);", "s->adopt(QtInterprocess::OwnedHandle(fd));")
        self.expect("s.socketDescriptor()", "s.nativeHandle()")
        self.expect("e = s.serverError();", "e = s.error();")
        self.expect("s.setSocketOptions(QLocalServer::UserAccessOption);", "s.setAccess(QtInterprocess::Access::User);")

    def test_comments_and_literals_stay(self):
        for text in (
            "// QLocalSocket\n",
            "/* QLocalSocket\nserverError() */",
            '"QLocalSocket"',
            'R"x(QLocalSocket ")" QLocalServer)x"',
        ):
            self.expect(text, text)
        self.expect("1'000'000; QLocalSocket s;", "1'000'000; QtInterprocess::LocalSocket s;")
        self.expect("QLocalSocketLike MyQLocalServer\r\n", "QLocalSocketLike MyQLocalServer\r\n")

    def test_other_sockets_keep_their_names(self):
        text = "QTcpServer t; t.serverError(); QAbstractSocket::SocketError e; t.socketDescriptor();\nQLocalSocket s;\n"
        ported, listed = port(text)
        self.assertEqual(ported, text.replace("QLocalSocket", "QtInterprocess::LocalSocket"))
        self.assertEqual({line for line, _ in listed}, {1})

    def test_decisions(self):
        ported = self.expect_listed("\nif (e == QLocalSocket::PeerClosedError)", 2, "orderly end")
        self.assertIn("Error::PeerClosed", ported)
        self.expect_listed("switch (socket->error()) {", 1, "error.code()")
        self.expect_listed("void incomingConnection(quintptr fd) override;", 1, "setConnectionHandler()")
        self.expect_listed("if (!QLocalServer::removeServer(n)) return;", 1, "not needed")
        self.expect_listed("s.setSocketOptions(QLocalServer::WorldAccessOption);", 1, "LocalName::path()")
        self.expect_listed("s.setSocketOptions(QLocalSocket::AbstractNamespaceOption);", 1, "LocalName::namespaced()")
        both = "QLocalServer::UserAccessOption | QLocalServer::GroupAccessOption"
        self.expect_listed(f"s.setSocketOptions({both});", 1, "setAccess()")
        self.expect_listed("s.setSocketDescriptor(fd, state, mode);", 1, "adopt(OwnedHandle(descriptor))")

    def test_porting_twice_changes_nothing(self):
        once, _ = port(
            "QLocalSocket s;\nQLocalServer::removeServer(n);\ns.setSocketDescriptor(3);\nclass QLocalServer;\n"
        )
        self.assertEqual(port(once)[0], once)

    def test_missing_file_is_an_error(self):
        result = subprocess.run([sys.executable, "-B", SCRIPT, "/nonexistent/a.cpp"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 1)
        self.assertIn("/nonexistent/a.cpp: No such file", result.stderr)


if __name__ == "__main__":
    unittest.main()
