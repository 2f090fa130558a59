// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the help, the hints and the shell completion of qtipc.

#include "tool.h"

#include <QtInterprocess/LocalServer>

#include <utility>

using namespace TestSupport;

class tst_QtipcHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void help_listsCommands();
    void help_explainsEveryCommand();
    void misspelling_getsAHint_data();
    void misspelling_getsAHint();
    void commandOfAnotherPlatform_isExplained();
    void completion_data();
    void completion();
    void completion_namesServers();
    void completion_leavesOutNamesWithSpecialCharacters();

private:
    PrivateRuntimeDirectory m_runtime;
    const bool m_isUnix = localSocketTraits().namesAreFiles;
};

void tst_QtipcHelp::help_listsCommands()
{
    const QByteArray overview = Tool::output(words("help"));
    QCOMPARE(overview, Tool::output(words("--help")));
    QVERIFY(overview.contains("\n  listen "));
    QVERIFY(overview.contains("Exit status"));
}

void tst_QtipcHelp::help_explainsEveryCommand()
{
    QStringList commands = candidates({ QString() });
    QVERIFY(commands.removeAll(QStringLiteral("--help")) == 1 && commands.removeAll(QStringLiteral("--version")) == 1);
    QVERIFY(commands.contains(QStringLiteral("list")) && commands.contains(QStringLiteral("help")));
    for (const QString &command : std::as_const(commands)) {
        const QByteArray help = Tool::output(words("help") << command);
        QVERIFY2(help.startsWith("Usage: qtipc " + command.toLatin1() + ' '), help.constData());
        QVERIFY2(help.contains("\nExamples:\n  "), help.constData());
        QCOMPARE(help, Tool::output({ command, QStringLiteral("--help") }));
    }
}

void tst_QtipcHelp::misspelling_getsAHint_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("hint");
    const auto add = [](const char *line, const char *hint) {
        QTest::newRow(line) << QString::fromLatin1(line) << QByteArray(hint);
    };
    add("lisen", "did you mean \"listen\"?");
    add("Listen", "did you mean \"listen\"?");
    add("conenct", "did you mean \"connect\"?");
    add("inst", "did you mean \"instance\"?");
    add("help sned", "did you mean \"send\"?");
    add("connect --tiemout 5 name", "did you mean \"timeout\"?");
    add("listen --keepopen name", "did you mean \"keep-open\"?");
    add("nonsense", "");
    add("connect --zzz name", "");
    add("help nonsense", "");
}

void tst_QtipcHelp::misspelling_getsAHint()
{
    QFETCH(const QString, line);
    QFETCH(const QByteArray, hint);
    Tool tool(line.split(QLatin1Char(' ')));
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 2);
    QVERIFY2(hint.isEmpty() ? !tool.said().contains("did you mean") : tool.said().contains(hint),
             tool.said().constData());
    QCOMPARE(tool.process.readAllStandardOutput(), QByteArray());
}

void tst_QtipcHelp::commandOfAnotherPlatform_isExplained()
{
    if (m_isUnix)
        QSKIP("this platform has all commands");
    for (const char *const command : { "fifo read name", "unix name", "help unix" }) {
        Tool tool(words(command));
        QVERIFY(tool.finish());
        QCOMPARE(tool.process.exitCode(), 2);
        QVERIFY2(tool.said().contains("Windows has"), tool.said().constData());
    }
}

void tst_QtipcHelp::completion_data()
{
    QTest::addColumn<QStringList>("line");
    QTest::addColumn<QStringList>("expected");
    const auto add = [](const char *line, const char *expected) {
        QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' ')) << words(expected);
    };
    add("conn", "connect");
    add("help lis", "listen list"); // in the order of the help
    add("connect --ti", "--timeout --timestamps");
    add("connect name --re", "--retry");
    add("connect --messages ", "text json cbor diagnostic");
    add("connect --messages c", "cbor");
    add("listen --access ", "user group everyone");
    add("signal ", "watch send probe list");
    add("signal send SIGTER", "SIGTERM");
    add("connect --timeout ", ""); // the option takes a number
    add("nonsense ", "");
    add("pipe ", ":files");
    if (localSocketTraits().namesAreFiles) {
        add("fifo re", "read remove");
        add("fifo read ", ":files");
        add("unix --type ", "stream seqpacket dgram");
        add("unix --pass ", ":files");
    }
}

void tst_QtipcHelp::completion()
{
    QFETCH(QStringList, line);
    QFETCH(QStringList, expected);
    QStringList found = candidates(line);
    QCOMPARE(found, expected);
}

void tst_QtipcHelp::completion_namesServers()
{
    if (!m_isUnix || !QtInterprocess::LocalName::isSupported(QtInterprocess::LocalName::Kind::Namespaced))
        QSKIP("this system does not list servers with their processes");
    const QString name = uniqueName();
    QtInterprocess::LocalServer server;
    QVERIFY(server.listen(name));
    QCOMPARE(candidates({ QStringLiteral("connect"), name.chopped(1) }),
             QStringList({ name, QStringLiteral(":files") }));
    server.close();
    QCOMPARE(candidates({ QStringLiteral("connect"), name.chopped(1) }), QStringList(QStringLiteral(":files")));
}

// A shell would execute special characters in a name.
void tst_QtipcHelp::completion_leavesOutNamesWithSpecialCharacters()
{
    if (!m_isUnix)
        QSKIP("pipes are not listed as candidates");
    const QString name = uniqueName() + QLatin1String("$(reboot)");
    QtInterprocess::LocalServer server;
    QVERIFY(server.listen(name));
    QCOMPARE(candidates({ QStringLiteral("connect"), name.left(5) }).filter(QStringLiteral("reboot")), QStringList());
}

QTEST_GUILESS_MAIN(tst_QtipcHelp)
#include "tst_qtipc_help.moc"
