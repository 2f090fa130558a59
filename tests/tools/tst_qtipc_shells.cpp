// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the man page of qtipc and its shell completion.

#include "tool.h"

#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qstandardpaths.h>

using namespace TestSupport;

class tst_QtipcShells : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manPage_namesEveryCommandAndOption();
    void manPage_hasNoWarnings();
    void bash_completesWords_data();
    void bash_completesWords();
    void scriptsParse_data();
    void scriptsParse();

private:
    static QString source(const char *name)
    {
        return QStringLiteral(QTIPC_SOURCES) + QLatin1Char('/') + QLatin1String(name);
    }
    // Returns the output and errors of a program, or "failed" if it fails.
    static QByteArray run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        const bool ended = process.waitForFinished() && process.exitStatus() == QProcess::NormalExit;
        const QByteArray said = process.readAll();
        return ended && process.exitCode() == 0 ? said : "failed: " + said;
    }

    PrivateRuntimeDirectory m_runtime;
};

void tst_QtipcShells::manPage_namesEveryCommandAndOption()
{
    QFile file(source("man/qtipc.1"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString page = QString::fromUtf8(file.readAll()).remove(QLatin1Char('\\'));
    const QStringList commands = candidates({ QString() }).filter(QRegularExpression(QStringLiteral("^[a-z]")));
    QVERIFY(commands.size() > 9);
    for (const QString &command : commands) {
        QVERIFY2(page.contains(QRegularExpression(QStringLiteral("\n\\.BI \"%1 ").arg(command))), qPrintable(command));
        const QStringList options = candidates({ command, QStringLiteral("--") });
        QVERIFY(options.size() >= 3);
        for (const QString &option : options)
            QVERIFY2(page.contains(QRegularExpression(QStringLiteral("\n\\.(B|BI|BR) .*%1( |\n)").arg(option))),
                     qPrintable(command + QLatin1Char(' ') + option));
    }
}

void tst_QtipcShells::manPage_hasNoWarnings()
{
    const QString groff = QStandardPaths::findExecutable(QStringLiteral("groff"));
    if (groff.isEmpty())
        QSKIP("groff is missing");
    QCOMPARE(run(groff, words("-man -Tutf8 -ww -z") << source("man/qtipc.1")), QByteArray());
}

void tst_QtipcShells::bash_completesWords_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("command") << QStringLiteral("conn") << QByteArray("connect\n");
    QTest::newRow("option") << QStringLiteral("connect --ti") << QByteArray("--timeout\n--timestamps\n");
    QTest::newRow("value") << QStringLiteral("unix --type d") << QByteArray("dgram\n");
    // Bash completes file names itself.
    QTest::newRow("files") << QStringLiteral("pipe x") << QByteArray("\n");
}

void tst_QtipcShells::bash_completesWords()
{
    const QString bash = QStandardPaths::findExecutable(QStringLiteral("bash"));
    if (bash.isEmpty())
        QSKIP("bash is missing");
    QFETCH(const QString, line);
    const QString script = QStringLiteral(
        R"(source "$1"; COMP_WORDS=("$2" $3); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _qtipc)"
        R"(; printf '%s\n' "${COMPREPLY[@]}")");
    QTEST(run(bash,
              { QStringLiteral("-c"), script, bash, source("completions/qtipc.bash"), QStringLiteral(QTIPC_PROGRAM),
                line }),
          "expected");
}

void tst_QtipcShells::scriptsParse_data()
{
    QTest::addColumn<QString>("shell");
    QTest::addColumn<QString>("script");
    QTest::newRow("bash") << QStringLiteral("bash") << source("completions/qtipc.bash");
    QTest::newRow("zsh") << QStringLiteral("zsh") << source("completions/_qtipc");
    QTest::newRow("fish") << QStringLiteral("fish") << source("completions/qtipc.fish");
}

void tst_QtipcShells::scriptsParse()
{
    QFETCH(const QString, shell);
    QFETCH(const QString, script);
    const QString program = QStandardPaths::findExecutable(shell);
    if (program.isEmpty())
        QSKIP("the shell is missing");
    QCOMPARE(run(program, { QStringLiteral("-n"), script }), QByteArray());
}

QTEST_GUILESS_MAIN(tst_QtipcShells)
#include "tst_qtipc_shells.moc"
