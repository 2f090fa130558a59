// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the programs of examples/topics, which the pages of the documentation quote.

#include "testsupport/testsupport.h"

using namespace TestSupport;

class tst_Topics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void program_printsWhatItReceives_data();
    void program_printsWhatItReceives();

private:
    PrivateRuntimeDirectory m_directory;
};

void tst_Topics::program_printsWhatItReceives_data()
{
    static const QMap<QString, QByteArray> outputs = {
        { QStringLiteral("localsockets"), "hello\n" },
        { QStringLiteral("singleinstance"), "open picture.png\n" },
        { QStringLiteral("messages"), "one message\n\"a value\"\n" },
        { QStringLiteral("messagehandles"), "through the pipe\n" },
        { QStringLiteral("pipes"), "first line\nlast line\n" },
        { QStringLiteral("childhandles"), "ready\n" },
        { QStringLiteral("sharedmemory"), "1048576 bytes, 1048576 of them x\n" },
        { QStringLiteral("fifo"), "reload\n" },
        { QStringLiteral("unixsockets"), "content of the file\n" },
        { QStringLiteral("datagrams"), "whole\na line of the log\n" },
        { QStringLiteral("signals"), "SIGHUP: settings are loaded again\n" },
        { QStringLiteral("activation"), "served\n" },
        { QStringLiteral("namedpipes"), "one message\n" },
    };
    QTest::addColumn<QString>("program");
    QTest::addColumn<QByteArray>("output");
    const QStringList topics = QStringLiteral(TOPICS).split(QLatin1Char(','));
    for (const QString &topic : topics)
        QTest::newRow(qPrintable(topic)) << QStringLiteral(TOPICS_DIRECTORY "/topic-") + topic
                                         << outputs.value(topic, "?");
}

void tst_Topics::program_printsWhatItReceives()
{
    QFETCH(QString, program);
    QFETCH(QByteArray, output);
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, QStringList());
    QVERIFY(process.waitForFinished(60000)); // milliseconds; Wine starts programs slowly
    QCOMPARE(process.readAll().replace("\r\n", "\n"), output);
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), program.endsWith(QLatin1String("signals")) ? 128 + 15 : 0);
}

QTEST_GUILESS_MAIN(tst_Topics)
#include "tst_topics.moc"
