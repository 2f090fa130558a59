// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Chosen groups and exact modes of socket files. tst_access_root tests what needs two users.

#include "testsupport/testsupport.h"
#include "testsupport/unix/packetsockets.h"
#include "testsupport/unix/rawunix.h"

#include "os/unix/call.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <memory>
#include <vector>

#include <grp.h>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

class tst_AccessGroups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void values();
    void exactModes_data();
    void exactModes();
    void refusedValues_data();
    void refusedValues();
    void fileBelongsToTheGroup_data() { kinds(); }
    void fileBelongsToTheGroup();
    void groupByName();
    void file_isNeverOpenToOthers_data() { kinds(); }
    void file_isNeverOpenToOthers();
    void groupThatCannotBeSet_leavesNoFile_data();
    void groupThatCannotBeSet_leavesNoFile();
    void recreatedFile_hasTheGroup();
    void requiredServerOfAnUnknownGroup_failsToConnect();
    void adoptedSocketOfAnUnknownGroup_isRefused();

private:
    static void kinds();
    Error listen(int kind, const QString &name, const Access &access);
    QByteArray pathOf(const QString &name) const { return QFile::encodeName(m_dir->filePath(name)); }

    std::unique_ptr<QTemporaryDir> m_dir;
    UnixServer m_server;
    UnixSeqPacketServer m_packets;
    std::unique_ptr<UnixDatagramSocket> m_datagrams;
};

enum { Stream, LongName, Packets, Datagrams };

// Returns a group that this process may give to files, and that new files do not have.
static std::optional<gid_t> anotherGroup()
{
    std::vector<gid_t> groups(size_t(::getgroups(0, nullptr)));
    groups.resize(size_t(::getgroups(int(groups.size()), groups.data())));
    for (const gid_t group : groups) {
        if (group != ::getegid())
            return group;
    }
    return ::geteuid() == 0 ? std::optional<gid_t>(4711) : std::nullopt;
}

void tst_AccessGroups::init()
{
    FaultPoint::disarmAll();
    m_dir = std::make_unique<QTemporaryDir>();
    m_server.close();
    m_packets.close();
    m_datagrams = std::make_unique<UnixDatagramSocket>();
}

void tst_AccessGroups::kinds()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("stream") << int(Stream);
    if (UnixAddress::maximumAbstractLength() > 0)
        QTest::newRow("name that is longer than a socket address") << int(LongName);
    if (hasPacketSockets())
        QTest::newRow("packets") << int(Packets);
    QTest::newRow("datagrams") << int(Datagrams);
}

Error tst_AccessGroups::listen(int kind, const QString &name, const Access &access)
{
    const UnixAddress address = UnixAddress::fromPath(m_dir->filePath(name));
    if (kind == Datagrams) {
        m_datagrams->setAccess(access);
        return m_datagrams->bind(address) ? Error() : m_datagrams->error();
    }
    Server &server = kind == Packets ? static_cast<Server &>(m_packets) : m_server;
    server.setAccess(access);
    const bool listening = kind == Packets ? m_packets.listen(address) : m_server.listen(address);
    return listening ? Error() : server.error();
}

void tst_AccessGroups::values()
{
    QCOMPARE(Access(), Access(Access::User));
    QCOMPARE(Access::fromMode(0600), Access(Access::User));
    QCOMPARE(Access::fromMode(0660), Access(Access::Group));
    QCOMPARE(Access::fromMode(0666), Access(Access::Everyone));
    QCOMPARE(Access::fromMode(0770).kind(), Access::Group);
    QCOMPARE(Access::fromMode(0644).kind(), Access::User);
    const Access docker = Access::group(QStringLiteral("docker"));
    QCOMPARE(docker.kind(), Access::Group);
    QCOMPARE(docker.mode(), 0660);
    QCOMPARE(docker.groupName(), QStringLiteral("docker"));
    QVERIFY(docker != Access(Access::Group));
    QCOMPARE(docker, Access::fromMode(0660, QStringLiteral("docker")));
    QVERIFY(docker.isValid());
    // A missing text lets no client in.
    for (const Access &empty : { Access::group(QString()), Access::fromSecurityDescriptor(QString()) }) {
        QVERIFY(!empty.isValid());
        QCOMPARE(empty.kind(), Access::User);
    }
}

void tst_AccessGroups::exactModes_data()
{
    QTest::addColumn<int>("mode");
    for (const int mode : { 0600, 0660, 0666, 0700, 0770, 0777, 0620, 0622, 0644 })
        QTest::addRow("%o", unsigned(mode)) << mode;
}

void tst_AccessGroups::exactModes()
{
    QFETCH(const int, mode);
    for (const int mask : { 0, 022, 0777 }) {
        const Raw::Umask umask { mode_t(mask) };
        const Error error = listen(Stream, QStringLiteral("app"), Access::fromMode(mode));
        QVERIFY2(!error, qPrintable(error.message()));
        QCOMPARE(Raw::modeOf(pathOf(QStringLiteral("app"))), mode);
        m_server.close();
    }
}

void tst_AccessGroups::refusedValues_data()
{
    QTest::addColumn<Access>("access");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *title, const Access &access, Error::Code code, const char *words) {
        QTest::newRow(title) << access << int(code) << QString::fromLatin1(words);
    };
    for (const int mode : { 0, 060, 066, 0602, 01600, 04660, 010600, -1 })
        row(QByteArray::number(mode, 8).constData(), Access::fromMode(mode), Error::InvalidOperation, "mode");
    row("no name of a group", Access::group(QString()), Error::InvalidOperation, "invalid");
    row("no security descriptor", Access::fromSecurityDescriptor(QString()), Error::InvalidOperation, "invalid");
    row("security descriptor", Access::fromSecurityDescriptor(QStringLiteral("D:P(A;;GA;;;WD)")), Error::Unsupported,
        "Windows");
    for (const char *const name : { "no-such-group-here", "-1", "4294967295", "99999999999", "1x", "../x" })
        row(name, Access::group(QString::fromLatin1(name)), Error::NotFound, name);
}

void tst_AccessGroups::refusedValues()
{
    QFETCH(const Access, access);
    QFETCH(const int, code);
    QFETCH(const QString, words);
    for (const int kind : { Stream, Datagrams }) {
        const Error error = listen(kind, QStringLiteral("app"), access);
        QCOMPARE(error.code(), Error::Code(code));
        QVERIFY2(error.message().contains(words), qPrintable(error.message()));
        QVERIFY2(error.message().contains(m_dir->filePath(QStringLiteral("app"))), qPrintable(error.message()));
        QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
    }
    QVERIFY(!m_server.isListening());
    QCOMPARE(listen(Stream, QStringLiteral("app"), Access::User), Error());
}

void tst_AccessGroups::fileBelongsToTheGroup()
{
    QFETCH(const int, kind);
    const auto group = anotherGroup();
    if (!group)
        QSKIP("this user is in one group only");
    const QString name = kind == LongName ? QString(120, QLatin1Char('n')) : QStringLiteral("app");
    for (const int mask : { 0, 077 }) {
        init();
        const Raw::Umask umask { mode_t(mask) };
        const Error error = listen(kind, name, Access::fromMode(0770, QString::number(*group)));
        QVERIFY2(!error, qPrintable(error.message()));
        const auto status = Raw::statusOf(pathOf(name));
        QCOMPARE(status.st_gid, *group);
        QCOMPARE(status.st_uid, ::geteuid());
        QCOMPARE(int(status.st_mode & 07777), kind == LongName ? 01770 : 0770);
    }
    m_server.close();
    m_packets.close();
    m_datagrams->close();
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_AccessGroups::groupByName()
{
    const struct group *const entry = ::getgrgid(::getegid());
    if (!entry)
        QSKIP("the group of this process has no name");
    const Access access = Access::group(QString::fromLocal8Bit(entry->gr_name));
    const Error error = listen(Stream, QStringLiteral("app"), access);
    QVERIFY2(!error, qPrintable(error.message()));
    QCOMPARE(m_server.access(), access);
    QCOMPARE(Raw::statusOf(pathOf(QStringLiteral("app"))).st_gid, ::getegid());
    QCOMPARE(Raw::modeOf(pathOf(QStringLiteral("app"))), 0660);
}

// The test checks before each system call: from the start, the file is never open to others.
void tst_AccessGroups::file_isNeverOpenToOthers()
{
    QFETCH(const int, kind);
    const auto group = anotherGroup();
    if (!group)
        QSKIP("this user is in one group only");
    const Raw::Umask umask { 0 };
    const QString name = kind == LongName ? QString(120, QLatin1Char('n')) : QStringLiteral("app");
    int looks = 0;
    int seen = 0;
    int previous = -1;
    for (int n = 1; looks != previous; ++n) {
        init();
        previous = looks;
        FaultPoint::interpose(n, [&] {
            ++looks;
            for (const QString &file : Raw::namesIn(m_dir->path())) {
                const auto status = Raw::statusOf(QFile::encodeName(m_dir->filePath(file)));
                if (!S_ISSOCK(status.st_mode))
                    continue;
                ++seen;
                QCOMPARE(status.st_mode & 0007, mode_t(0));
                QVERIFY2(status.st_gid == *group || (status.st_mode & 0070) == 0, qPrintable(file));
            }
        });
        const Error error = listen(kind, name, Access::group(QString::number(*group)));
        FaultPoint::disarmAll();
        QVERIFY2(!error, qPrintable(error.message()));
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(seen > 3);
}

void tst_AccessGroups::groupThatCannotBeSet_leavesNoFile_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("code");
    QTest::newRow("not a member") << EPERM << int(Error::AccessDenied);
    QTest::newRow("read-only") << EROFS << int(Error::OtherError);
}

void tst_AccessGroups::groupThatCannotBeSet_leavesNoFile()
{
    QFETCH(const int, fault);
    QFETCH(const int, code);
    for (const int kind : { Stream, Datagrams }) {
        FaultPoint::arm(Call::Chown, fault);
        const Error error = listen(kind, QStringLiteral("app"), Access::group(QString::number(::getegid())));
        FaultPoint::disarmAll();
        if (code != Error::OtherError)
            QCOMPARE(error.code(), Error::Code(code));
        QCOMPARE(error.nativeCode(), fault);
        QVERIFY2(error.message().contains(m_dir->filePath(QStringLiteral("app"))), qPrintable(error.message()));
        QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
    }
    QCOMPARE(listen(Stream, QStringLiteral("app"), Access::User), Error());
}

void tst_AccessGroups::recreatedFile_hasTheGroup()
{
    const auto group = anotherGroup();
    if (!group)
        QSKIP("this user is in one group only");
    const QByteArray path = pathOf(QStringLiteral("app"));
    QCOMPARE(listen(Stream, QStringLiteral("app"), Access::group(QString::number(*group))), Error());
    QCOMPARE(::unlink(path.constData()), 0);
    QVERIFY(spinUntil([&] { return Raw::exists(path) && Raw::modeOf(path) == 0660; }));
    QCOMPARE(Raw::statusOf(path).st_gid, *group);
}

void tst_AccessGroups::requiredServerOfAnUnknownGroup_failsToConnect()
{
    QCOMPARE(listen(Stream, QStringLiteral("app"), Access::User), Error());
    UnixSocket client;
    client.setRequiredServer(Access::group(QStringLiteral("no-such-group-here")));
    client.connectToServer(m_server.serverAddress());
    client.write("secret");
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::NotFound);
    UnixSocket other;
    other.setRequiredServer(Access::fromSecurityDescriptor(QStringLiteral("D:P(A;;GA;;;WD)")));
    other.connectToServer(m_server.serverAddress());
    QVERIFY(!other.waitForConnected(5000));
    QCOMPARE(other.error().code(), Error::Unsupported);
}

void tst_AccessGroups::adoptedSocketOfAnUnknownGroup_isRefused()
{
    UnixServer server;
    server.setAccess(Access::group(QStringLiteral("no-such-group-here")));
    QVERIFY(!server.listen(Raw::serve(pathOf(QStringLiteral("app")))));
    QCOMPARE(server.error().code(), Error::NotFound);
}

QTEST_GUILESS_MAIN(tst_AccessGroups)
#include "tst_accessgroups.moc"
