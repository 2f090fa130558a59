// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Owners of a name are killed and started again, while a cleaner of temporary folders runs.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qthread.h>

#include <array>
#include <memory>

#include <dirent.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NameCrashes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }
    void killedOwners_leaveOneOwnerInEachRound();

private:
    QByteArray path() const { return QFile::encodeName(m_dir.filePath(QStringLiteral("app"))); }
    QTemporaryDir m_dir;
};

namespace {

bool isInUse(const QByteArray &path)
{
    QFile sockets(QStringLiteral("/proc/net/unix"));
    return !sockets.open(QIODevice::ReadOnly) || sockets.readAll().contains(' ' + path + '\n');
}

// Removes what systemd-tmpfiles would remove if all files were old enough. Files with the sticky
// bit and sockets in use stay. The list of sockets is read before the file is checked, as in
// systemd-tmpfiles. So a socket that is bound in between loses its file.
int clean(Raw::Child &self, const QByteArray &folder)
{
    std::array<char, 1> word {};
    while (::recv(self.wire(), word.data(), 1, MSG_DONTWAIT) != 0) {
        DIR *const entries = ::opendir(folder.constData());
        if (!entries)
            return 1;
        while (const dirent *const entry = ::readdir(entries)) {
            const QByteArray file = folder + '/' + entry->d_name;
            const struct stat status = Raw::statusOf(file);
            const bool isFile = status.st_mode != 0 && !S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) == 0;
            if (isFile && !(S_ISSOCK(status.st_mode) && isInUse(file)))
                ::unlink(file.constData());
        }
        ::closedir(entries);
        ::usleep(2000);
    }
    return 0;
}

// Waits for the start signal, tries to get the name, reports the result, and serves until it is
// killed.
int contend(Raw::Child &self, const QString &path)
{
    UnixServer server;
    self.sendByte('r');
    if (self.receiveByte() != 'g')
        return 1;
    if (!server.listen(UnixAddress::fromPath(path))) {
        if (server.error().code() != Error::NameInUse)
            qWarning("%s", qPrintable(server.error().message()));
        return self.sendByte(server.error().code() == Error::NameInUse ? 'l' : 'e') ? 0 : 1;
    }
    self.sendByte('w');
    for (;;) {
        if (server.waitForNewConnection(100))
            delete server.nextPendingConnection();
    }
}

} // namespace

void tst_NameCrashes::killedOwners_leaveOneOwnerInEachRound()
{
    constexpr int Rounds = 1000;
    const QString place = QFile::decodeName(path());
    const QByteArray folder = QFile::encodeName(m_dir.path());
    Raw::Child cleaner([&](Raw::Child &self) { return clean(self, folder); });
    for (int round = 0; round < Rounds; ++round) {
        {
            Raw::Child victim([&](Raw::Child &self) { return contend(self, place); });
            QCOMPARE(victim.receiveByte(), 'r');
            QVERIFY(victim.sendByte('g'));
            QThread::usleep(unsigned(round % 100) * 10); // killed at any point of its work
        }
        std::array<std::unique_ptr<Raw::Child>, 2> contenders;
        for (auto &contender : contenders) {
            contender = std::make_unique<Raw::Child>([&](Raw::Child &self) { return contend(self, place); });
            QCOMPARE(contender->receiveByte(), 'r');
        }
        for (auto &contender : contenders)
            QVERIFY(contender->sendByte('g'));
        const std::array<char, 2> outcomes { contenders[0]->receiveByte(), contenders[1]->receiveByte() };
        const bool isOne = (outcomes[0] == 'w' && outcomes[1] == 'l') || (outcomes[0] == 'l' && outcomes[1] == 'w');
        QVERIFY2(isOne,
                 qPrintable(QStringLiteral("round %1: %2%3")
                                .arg(round)
                                .arg(QLatin1Char(outcomes[0]))
                                .arg(QLatin1Char(outcomes[1]))));
    }
    QVERIFY(cleaner.processId() > 0);
    UnixServer last;
    QVERIFY2(last.listen(UnixAddress::fromPath(place)), qPrintable(last.error().message()));
    QVERIFY(spinUntil([&] { return bool(Raw::connectTo(path())); }, 10000));
}

QTEST_GUILESS_MAIN(tst_NameCrashes)
#include "tst_namecrashes.moc"
