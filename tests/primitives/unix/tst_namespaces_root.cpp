// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Names on systems with restrictions: no /proc, a full disk, other process IDs.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <functional>
#include <memory>

#include <sched.h>
#include <sys/mount.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Namespaces_Root : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void withoutProc_longPathsAreTooLong();
    void fullDisk_namesWork();
    void protectedFiles_rootTakesOver();
    void otherPidNamespace_ownerIsUnknown();
    void otherPidNamespace_crashIsReclaimed();

private:
    QString file(const QString &name) const { return m_dir->filePath(name); }
    LocalName name() const { return LocalName::path(file(QStringLiteral("app"))); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void tst_Namespaces_Root::init()
{
    QCOMPARE(::geteuid(), uid_t(0)); // the test is registered for root only
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

enum Outcome { Passed, NoNamespace, Failed }; // larger values are the step that failed

// Runs body in a child that has mounts of its own.
static int inMountNamespace(const std::function<int()> &body)
{
    Raw::Child child([&](Raw::Child &) -> int {
        const bool isAlone = ::unshare(CLONE_NEWNS) == 0
            && ::mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
        return isAlone ? body() : NoNamespace;
    });
    return child.exitCode();
}

#define QTINTERPROCESS_EXPECT_PASSED(outcome) \
    do { \
        const int result = outcome; \
        if (result == NoNamespace) \
            QSKIP("this process cannot make namespaces"); \
        QCOMPARE(result, int(Passed)); \
    } while (false)

void tst_Namespaces_Root::withoutProc_longPathsAreTooLong()
{
    if (!LocalName::isSupported(LocalName::Kind::Namespaced))
        QSKIP("this system has no long paths");
    const QString folder = file(QString(120, QLatin1Char('d')));
    QVERIFY(QDir().mkdir(folder));
    const LocalName deep = LocalName::path(folder + QStringLiteral("/app"));
    const auto saysWhy = [](const Error &error) {
        return error.code() == Error::NameTooLong && error.reason().contains(QStringLiteral("/proc"));
    };
    QTINTERPROCESS_EXPECT_PASSED(inMountNamespace([&]() -> int {
        if (::mount("none", "/proc", "tmpfs", 0, nullptr) != 0)
            return NoNamespace;
        LocalServer server;
        if (server.listen(deep) || !saysWhy(server.error()))
            return 10;
        LocalSocket client;
        client.connectToServer(deep);
        if (client.waitForConnected(5000) || !saysWhy(client.error()))
            return 11;
        if (!Raw::namesIn(folder).isEmpty())
            return 12;
        if (!server.listen(name()))
            return 13;
        client.connectToServer(name());
        return client.waitForConnected(5000) ? int(Passed) : 14;
    }));
}

void tst_Namespaces_Root::fullDisk_namesWork()
{
    QTINTERPROCESS_EXPECT_PASSED(inMountNamespace([&]() -> int {
        const QByteArray folder = QFile::encodeName(m_dir->path());
        if (::mount("none", folder.constData(), "tmpfs", 0, "size=16k,mode=700") != 0)
            return NoNamespace;
        const OwnedHandle fill(::open((folder + "/fill").constData(), O_CREAT | O_WRONLY, 0600));
        const QByteArray block(4096, 'x');
        while (::write(int(fill.get()), block.constData(), size_t(block.size())) > 0) {
        }
        LocalServer server, second;
        if (!server.listen(name()))
            return 10;
        if (second.listen(name()) || second.error().code() != Error::NameInUse)
            return 11;
        ::unlink(QFile::encodeName(file(QStringLiteral("app"))).constData());
        if (!spinUntil([&] { return bool(Raw::connectTo(QFile::encodeName(file(QStringLiteral("app"))))); }, 10000))
            return 12;
        server.close();
        return Raw::namesIn(m_dir->path()) == QStringList(QStringLiteral("fill")) ? int(Passed) : 13;
    }));
}

// In a folder like /tmp, Linux refuses O_CREAT for a file of another user, to root as well.
void tst_Namespaces_Root::protectedFiles_rootTakesOver()
{
    if (Raw::contentOf("/proc/sys/fs/protected_regular").trimmed().toInt() == 0)
        QSKIP("fs.protected_regular is off");
    constexpr uid_t User = 47101;
    const QByteArray folder = QFile::encodeName(m_dir->path());
    QCOMPARE(::chmod(folder.constData(), 01777), 0);
    QCOMPARE(::chown(folder.constData(), User, User), 0);
    Raw::Child owner([&](Raw::Child &self) {
        LocalServer server;
        self.sendByte(::setuid(User) == 0 && server.listen(name()) ? 'y' : 'n');
        return self.receiveByte() ? 0 : 1;
    });
    QCOMPARE(owner.receiveByte(), 'y');
    ::kill(owner.processId(), SIGKILL);
    owner.exitCode();
    LocalServer server;
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
}

void tst_Namespaces_Root::otherPidNamespace_ownerIsUnknown()
{
    LocalServer server;
    QVERIFY(server.listen(name()));
    Raw::Child outer([&](Raw::Child &) -> int {
        if (::unshare(CLONE_NEWPID) != 0)
            return NoNamespace;
        Raw::Child inner([&](Raw::Child &) -> int {
            LocalServer second;
            if (second.listen(name()) || second.error().code() != Error::NameInUse)
                return 10;
            return second.error().reason() == QStringLiteral("the name is in use") ? int(Passed) : 11;
        });
        return inner.exitCode();
    });
    QTINTERPROCESS_EXPECT_PASSED(outer.exitCode());
}

// The process ID in the lock belongs to the other namespace.
void tst_Namespaces_Root::otherPidNamespace_crashIsReclaimed()
{
    Raw::Child outer([&](Raw::Child &self) -> int {
        if (::unshare(CLONE_NEWPID) != 0)
            return NoNamespace;
        Raw::Child inner([&](Raw::Child &) -> int {
            auto *const server = new LocalServer;
            const bool listening = server->listen(name());
            self.sendByte(listening ? 'y' : 'n');
            ::pause();
            return 0;
        });
        self.receiveByte();
        return Passed;
    });
    const char answer = outer.receiveByte();
    if (answer == '\0')
        QTINTERPROCESS_EXPECT_PASSED(outer.exitCode());
    QCOMPARE(answer, 'y');
    LocalServer server;
    QVERIFY(!server.listen(name()));
    QCOMPARE(server.error().code(), Error::NameInUse);
    QVERIFY(outer.sendByte('.'));
    QCOMPARE(outer.exitCode(), int(Passed));
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
}

QTEST_GUILESS_MAIN(tst_Namespaces_Root)
#include "tst_namespaces_root.moc"
