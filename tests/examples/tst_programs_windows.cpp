// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the example programs for Windows, as a user does.

#include "program.h"

using namespace TestSupport;

class tst_ProgramsWindows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pipeFiles_copiesFile();
    void pipeFiles_reportsMissingFile();
    void pipeFiles_reportsMissingServer();
};

void tst_ProgramsWindows::pipeFiles_copiesFile()
{
    const QTemporaryDir folder;
    const QByteArray content(100000, 'x');
    const QString file = writeFile(folder.filePath(QStringLiteral("file")), content);
    const QString name = uniqueName();
    Program server(PIPEFILES, { name });
    QCOMPARE(server.line(), "listening");
    Program client(PIPEFILES, { name, file });
    QVERIFY(client.hasEnded());
    QCOMPARE(client.process.exitCode(), 0);
    QCOMPARE(client.process.readAll(), content);
}

void tst_ProgramsWindows::pipeFiles_reportsMissingFile()
{
    const QString name = uniqueName();
    Program server(PIPEFILES, { name });
    QCOMPARE(server.line(), "listening");
    Program client(PIPEFILES, { name, QStringLiteral("C:/missing/file") });
    QVERIFY(client.hasEnded());
    QCOMPARE(client.process.exitCode(), 1);
}

void tst_ProgramsWindows::pipeFiles_reportsMissingServer()
{
    Program client(PIPEFILES, { uniqueName(), QStringLiteral("file") });
    QVERIFY(client.hasEnded());
    QCOMPARE(client.process.exitCode(), 1);
}

QTEST_GUILESS_MAIN(tst_ProgramsWindows)
#include "tst_programs_windows.moc"
