// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests programs of one user that start under different conditions and use one generic name. Runs
// as root only.

#include "testsupport/unix/strangers.h"

#include <sys/statvfs.h>

using namespace QtInterprocess;
using namespace TestSupport;
using namespace OtherUsers;

class tst_GenericStarts_Root : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_places.reset(); }

    void secondServerOfTheUser_isRefused();
    void strangersFolderDuringStarts_leavesAtMostOnePrimary();
    void setuidProgram_ignoresFoldersOfTheEnvironment();

private:
    QByteArray folder() const { return m_places->folder(); }
    void startMany();

    std::unique_ptr<Places> m_places;
    QString m_name;
};

void tst_GenericStarts_Root::init()
{
    m_places = std::make_unique<Places>();
    QVERIFY(m_places->areReady());
    m_name = uniqueName();
}

// The first server starts before the stranger's folder goes, the second one after.
void tst_GenericStarts_Root::secondServerOfTheUser_isRefused()
{
    if (!Places::hasAbstract())
        QSKIP("this system has one place only");
    {
        const As stranger(OtherUser);
        QCOMPARE(::mkdir(folder().constData(), 0755), 0);
    }
    LocalServer first, second;
    {
        const As user(User);
        QVERIFY2(first.listen(m_name), qPrintable(first.error().message()));
        QVERIFY(!second.listen(m_name));
        QCOMPARE(second.error().code(), Error::NameInUse);
        QVERIFY(second.error().reason().endsWith(QStringLiteral("process %1").arg(::getpid())));
    }
    QCOMPARE(::rmdir(folder().constData()), 0);
    const As user(User);
    QVERIFY(!second.listen(m_name));
    QCOMPARE(second.error().code(), Error::NameInUse);
    LocalSocket client;
    client.connectToServer(m_name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QCOMPARE(client.fullServerName(), QString::fromUtf8(Places::abstract(m_name)));
    first.close();
    QVERIFY2(second.listen(m_name), qPrintable(second.error().message()));
    QCOMPARE(second.fullServerName(), m_places->inFolder(m_name));
}

// Whenever they start, one of many is the primary and all others find it. On systems with one
// place, some may stay undecided, but there is at most one primary.
void tst_GenericStarts_Root::strangersFolderDuringStarts_leavesAtMostOnePrimary()
{
    const QByteArray hers = m_places->temporary() + "/hers";
    const QByteArray place = folder();
    for (int round = 0; round < 5; ++round) {
        m_name = uniqueName();
        auto stranger = std::make_unique<Raw::Child>([&](Raw::Child &self) {
            self.sendByte(becomeOtherUser() && ::mkdir(hers.constData(), 0755) == 0 ? 'y' : 'n');
            while (::rename(hers.constData(), place.constData()) == 0)
                ::rename(place.constData(), hers.constData());
            return 0; // the user has the folder now
        });
        QCOMPARE(stranger->receiveByte(), 'y');
        startMany();
        if (QTest::currentTestFailed())
            return;
        stranger.reset();
        for (const QByteArray &path : { hers, place })
            QDir(QFile::decodeName(path)).removeRecursively();
    }
}

void tst_GenericStarts_Root::startMany()
{
    constexpr int Count = 12;
    std::vector<std::unique_ptr<Peer>> starts;
    for (int i = 0; i < Count; ++i) {
        const QStringList arguments { m_name, QStringLiteral("uid=%1").arg(User) };
        starts.push_back(std::make_unique<Peer>(arguments, QStringLiteral(ONCEONLY_PROGRAM)));
    }
    int primaries = 0;
    int secondaries = 0;
    int undecided = 0;
    QVERIFY(spinUntil([&] {
        primaries = secondaries = undecided = 0;
        for (const auto &start : starts) {
            start->output += start->process.readAllStandardOutput();
            primaries += start->output.contains("\"primary\"") ? 1 : 0;
            secondaries += start->output.contains("\"secondary\"") ? 1 : 0;
            undecided += start->output.contains("\"undecided\"") ? 1 : 0;
        }
        return primaries + secondaries + undecided == Count;
    }));
    if (Places::hasAbstract()) {
        QCOMPARE(undecided, 0);
        QCOMPARE(primaries, 1);
    }
    QVERIFY(primaries <= 1);
}

// The environment of a setuid program comes from its caller.
void tst_GenericStarts_Root::setuidProgram_ignoresFoldersOfTheEnvironment()
{
    struct statvfs system = {};
    if (::statvfs(m_places->temporary().constData(), &system) != 0 || (system.f_flag & ST_NOSUID) != 0)
        QSKIP("the temporary folder does not allow setuid programs");
    const QByteArray program = QFile::encodeName(m_places->below("program"));
    QVERIFY(QFile::copy(QStringLiteral(ONCEONLY_PROGRAM), QFile::decodeName(program)));
    QVERIFY(::chown(program.constData(), User, User) == 0 && ::chmod(program.constData(), 04755) == 0);
    const QByteArray given = m_places->temporary() + "/given";
    QVERIFY(::mkdir(given.constData(), 0700) == 0 && ::chown(given.constData(), User, User) == 0);
    qputenv("XDG_RUNTIME_DIR", given);
    Peer peer({ m_name }, QFile::decodeName(program));
    QVERIFY(spinUntil([&] {
        peer.output += peer.process.readAllStandardOutput();
        return peer.output.contains("\"primary\"") || peer.process.state() == QProcess::NotRunning;
    }));
    QVERIFY2(peer.output.contains("\"primary\""), peer.output.constData());
    QCOMPARE(Raw::namesIn(QFile::decodeName(given)), QStringList());
    QVERIFY(!Raw::exists(folder()));
    peer.process.closeWriteChannel(); // lets it remove its files in /tmp
    QVERIFY(peer.waitForFinished());
    ::rmdir(("/tmp/qtinterprocess-" + QByteArray::number(User)).constData());
}

QTEST_GUILESS_MAIN(tst_GenericStarts_Root)
#include "tst_genericstarts_root.moc"
