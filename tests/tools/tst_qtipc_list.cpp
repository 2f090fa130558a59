// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests qtipc list, which shows servers, sockets and FIFOs.

#include "tool.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qtemporarydir.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_QtipcList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void server_isListedWithItsProcess();
    void tableNamesTheServer();
    void systemWithoutAList_failsWithUnsupported();
    void openFifo_isListedWithItsProcess();
    void filesThatNobodyHasOpen_areUnused();
    void serverWhoseFileIsGone_isUnreachable();
    void nameWithControlCharacters_staysInItsLine();
    void folderThatIsMissing_isAnError();

private:
    // Returns the rows with this name.
    static QList<QJsonObject> rows(const QString &name, const QStringList &folders = {});

    PrivateRuntimeDirectory m_runtime;
    const bool m_hasFiles = localSocketTraits().namesAreFiles;
    const bool m_hasProcesses = m_hasFiles && LocalName::isSupported(LocalName::Kind::Namespaced); // Linux
};

QList<QJsonObject> tst_QtipcList::rows(const QString &name, const QStringList &folders)
{
    QList<QJsonObject> found;
    const QByteArrayList lines = Tool::output(words("list --json --all") << folders).split('\n');
    for (const QByteArray &line : lines) {
        const QJsonObject row = QJsonDocument::fromJson(line).object();
        if (row.value(QLatin1String("name")).toString() == name)
            found.append(row);
    }
    return found;
}

static QString text(const QJsonObject &row, const char *key)
{
    return row.value(QLatin1String(key)).toString();
}

static qint64 processOf(const QJsonObject &row)
{
    return row.value(QLatin1String("processes")).toArray().first().toObject().value(QLatin1String("pid")).toInteger();
}

void tst_QtipcList::server_isListedWithItsProcess()
{
    if (isWine())
        QSKIP("Wine has no list of pipes");
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    const QList<QJsonObject> found = rows(server.fullServerName());
    QCOMPARE(found.size(), 1);
    QCOMPARE(text(found.first(), "type"),
             m_hasProcesses   ? QStringLiteral("stream")
                 : m_hasFiles ? QStringLiteral("socket")
                              : QStringLiteral("pipe"));
    QCOMPARE(text(found.first(), "state"), m_hasFiles && !m_hasProcesses ? QString() : QStringLiteral("listening"));
    QCOMPARE(text(found.first(), "owner"), m_hasFiles ? QFileInfo(server.fullServerName()).owner() : QString());
    QCOMPARE(processOf(found.first()), m_hasProcesses ? QCoreApplication::applicationPid() : 0);
}

void tst_QtipcList::tableNamesTheServer()
{
    if (isWine())
        QSKIP("Wine has no list of pipes");
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    const QByteArray table = Tool::output(words("list --name") << QLatin1Char('*') + name);
    QCOMPARE(table.count('\n'), 2);
    QVERIFY2(table.startsWith("TYPE "), table.constData());
    QVERIFY2(table.endsWith(server.fullServerName().toLocal8Bit() + '\n'), table.constData());
    QVERIFY(!m_hasProcesses || table.contains(QByteArray::number(QCoreApplication::applicationPid())));
    QCOMPARE(Tool::output(words("list --name no-such-name")).count('\n'), 1);
}

void tst_QtipcList::systemWithoutAList_failsWithUnsupported()
{
    if (!isWine())
        QSKIP("this system has a list");
    Tool tool(words("list --json"));
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 1);
    QCOMPARE(text(tool.event(QStringLiteral("error")), "code"), QStringLiteral("Unsupported"));
}

void tst_QtipcList::openFifo_isListedWithItsProcess()
{
    if (!m_hasProcesses)
        QSKIP("this system does not report who has a FIFO open");
    const QTemporaryDir folder;
    const QString path = QFileInfo(folder.path()).canonicalFilePath() + QLatin1String("/fifo");
    QCOMPARE(Tool::output(words("fifo create") << path), QByteArray());
    Tool reader(words("fifo read --keep-open") << path);
    QVERIFY(spinUntil([&] {
        const QList<QJsonObject> found = rows(path);
        return found.size() == 1 && text(found.first(), "state") == QLatin1String("open")
            && text(found.first(), "type") == QLatin1String("fifo")
            && processOf(found.first()) == reader.process.processId();
    }));
}

void tst_QtipcList::filesThatNobodyHasOpen_areUnused()
{
    if (!m_hasFiles)
        QSKIP("names are not files on this system");
    const QTemporaryDir folder;
    const QString base = QFileInfo(folder.path()).canonicalFilePath();
    const QString socket = base + QLatin1String("/socket");
    QCOMPARE(Tool::output(words("fifo create") << base + QLatin1String("/fifo")), QByteArray());
    Tool server(words("listen --json") << socket);
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    server.process.kill();
    QVERIFY(server.process.waitForFinished());
    const QString state = m_hasProcesses ? QStringLiteral("unused") : QString();
    for (const QString &name : { socket, base + QLatin1String("/fifo") }) {
        const QList<QJsonObject> found = rows(name, { folder.path() });
        QCOMPARE(found.size(), 1);
        QCOMPARE(text(found.first(), "state"), state);
        QCOMPARE(text(found.first(), "owner"), QFileInfo(base).owner());
    }
    QVERIFY(rows(socket).isEmpty()); // listed only for folders that are named
}

void tst_QtipcList::serverWhoseFileIsGone_isUnreachable()
{
    if (!m_hasProcesses)
        QSKIP("this system does not report who listens");
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("socket"));
    Tool server(words("unix --listen --json --type dgram") << path); // does not create its file again
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    QVERIFY(QFile::remove(path));
    const QList<QJsonObject> found = rows(path);
    QCOMPARE(found.size(), 1);
    QCOMPARE(text(found.first(), "state"), QStringLiteral("unreachable"));
    QCOMPARE(processOf(found.first()), server.process.processId());
}

void tst_QtipcList::nameWithControlCharacters_staysInItsLine()
{
    if (!m_hasFiles)
        QSKIP("pipes cannot have such names");
    const QTemporaryDir folder;
    const QString path = QFileInfo(folder.path()).canonicalFilePath() + QLatin1String("/a\nb\x1b");
    QCOMPARE(Tool::output(words("fifo create") << path), QByteArray());
    const QByteArray table = Tool::output(words("list --name")
                                          << QFileInfo(path).path() + QLatin1Char('*') << folder.path());
    QCOMPARE(table.count('\n'), 2);
    QVERIFY2(table.endsWith("/a\\u000ab\\u001b\n"), table.constData());
}

void tst_QtipcList::folderThatIsMissing_isAnError()
{
    Tool tool(words("list --json /nonexistent/folder"));
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), m_hasFiles ? 3 : 2); // Windows has no sockets or FIFOs in folders
    QCOMPARE(tool.process.readAllStandardOutput(), QByteArray());
}

QTEST_GUILESS_MAIN(tst_QtipcList)
#include "tst_qtipc_list.moc"
