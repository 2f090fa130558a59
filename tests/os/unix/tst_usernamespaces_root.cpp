// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A user namespace shows every user that it does not map as one overflow ID. This test makes
// namespaces for its children and writes their maps, so it runs as root only.

#include "engine/unix/unixconnector.h"
#include "os/unix/file.h"
#include "os/unix/identity.h"
#include "os/unix/peer.h"
#include "os/unix/sendercredentials.h"
#include "os/unix/socket.h"
#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <optional>

#include <grp.h>
#include <sched.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr uid_t Overflow = 65534; // the default, which these tests do not change
constexpr uid_t Mapped = 3001; // the outside ID of the process inside
constexpr uid_t Unmapped = 3002;
constexpr int Failed = 99; // exit code of a child that could not start its check

const char *const Everything = "0 0 4294967295\n";
const char *const AsNobody = "0 3000 1\n65534 3001 1\n"; // a container with "USER nobody"
const char *const AsItself = "0 3000 1\n3001 3001 1\n";

bool writeMap(pid_t process, const char *which, const QByteArray &map)
{
    const int fd = ::open(QByteArray("/proc/" + QByteArray::number(process) + which).constData(), O_WRONLY | O_CLOEXEC);
    const bool written = fd >= 0 && ::write(fd, map.constData(), size_t(map.size())) == map.size();
    ::close(fd);
    return written;
}

bool become(uid_t id)
{
    return ::setgid(id) == 0 && ::setuid(id) == 0;
}

// A process in a user namespace of its own, which continues as the user ID id of that namespace.
// If the map is empty, no user is known there and the process keeps its ID.
class Inside
{
public:
    Inside(const QByteArray &map, uid_t id, const Raw::Child::Body &body)
        : m_child([=](Raw::Child &self) {
              if (::setgroups(0, nullptr) != 0 || ::unshare(CLONE_NEWUSER) != 0)
                  return Failed;
              self.sendByte('u');
              if (self.receiveByte() != 'm' || (!map.isEmpty() && !become(id)))
                  return Failed;
              return body(self);
          })
    {
        if (m_child.receiveByte() != 'u')
            return;
        const bool mapped = map.isEmpty()
            || (writeMap(m_child.processId(), "/uid_map", map) && writeMap(m_child.processId(), "/gid_map", map));
        m_child.sendByte(mapped ? 'm' : 'n');
    }

    Raw::Child &child() { return m_child; }
    int outcome() { return m_child.exitCode(); }

private:
    Raw::Child m_child;
};

// Checks the process's own connection: the simplest peer of the same user. Returns the error
// code.
int checkOwnConnection(Access::Kind access)
{
    const auto pair = os::createStreamPair();
    std::optional<PeerCredentials> peer;
    return pair ? int(os::checkClient(int(pair->first.get()), access, peer).code()) : Failed;
}

} // namespace

class tst_UserNamespaces_Root : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void overflowId_isKnownOnlyIfAllIdsAreMapped_data();
    void overflowId_isKnownOnlyIfAllIdsAreMapped();
    void ownConnections_data();
    void ownConnections();
    void supplementaryGroups();
    void senders_data();
    void senders();
    void credentialsAreEmpty();
    void ownersOfFiles();
    void strangersClient_isRefused_data();
    void strangersClient_isRefused();
    void strangersServer();
    void genericName_needsAKnownUser();
};

void tst_UserNamespaces_Root::initTestCase()
{
    QCOMPARE(::geteuid(), uid_t(0)); // the test is registered for root only
    Raw::Child tries([](Raw::Child &) { return ::unshare(CLONE_NEWUSER) == 0 ? 0 : 1; });
    if (tries.exitCode() != 0)
        QSKIP("this process cannot make user namespaces");
    if (os::overflowUser() != Overflow || os::overflowGroup() != Overflow)
        QSKIP("the overflow IDs of this system are not the usual ones");
}

void tst_UserNamespaces_Root::overflowId_isKnownOnlyIfAllIdsAreMapped_data()
{
    QTest::addColumn<QByteArray>("map");
    QTest::addColumn<bool>("tellsOverflow");
    QTest::newRow("no map") << QByteArray() << false;
    QTest::newRow("two users") << QByteArray(AsItself) << false;
    QTest::newRow("two users, one of them as the overflow ID") << QByteArray(AsNobody) << false;
    QTest::newRow("65536 users") << QByteArray("0 100000 65536\n") << false;
    QTest::newRow("all but one") << QByteArray("0 0 65535\n65536 65536 4294901759\n") << false;
    QTest::newRow("everything") << QByteArray(Everything) << true;
    QTest::newRow("everything, in two parts") << QByteArray("0 0 1000\n1000 1000 4294966295\n") << true;
}

void tst_UserNamespaces_Root::overflowId_isKnownOnlyIfAllIdsAreMapped()
{
    QFETCH(const QByteArray, map);
    QFETCH(const bool, tellsOverflow);
    Inside inside(map, 0, [](Raw::Child &) {
        const bool tellsOthers = os::knownUser(0) && os::knownGroup(0) && os::knownUser(1000) && os::knownGroup(1000);
        return (tellsOthers ? 1 : 0) + (os::knownUser(Overflow) ? 2 : 0) + (os::knownGroup(Overflow) ? 4 : 0);
    });
    QCOMPARE(inside.outcome(), tellsOverflow ? 7 : 1);
}

void tst_UserNamespaces_Root::ownConnections_data()
{
    QTest::addColumn<QByteArray>("map");
    QTest::addColumn<uint>("id");
    QTest::addColumn<bool>("passes");
    QTest::newRow("no map") << QByteArray() << uint(Overflow) << false;
    QTest::newRow("mapped") << QByteArray(AsItself) << uint(Mapped) << true;
    QTest::newRow("root of the namespace") << QByteArray(AsItself) << 0u << true;
    QTest::newRow("mapped to the overflow ID") << QByteArray(AsNobody) << uint(Overflow) << false;
    QTest::newRow("everything, as an ordinary user") << QByteArray(Everything) << uint(Mapped) << true;
    QTest::newRow("everything, as the user of the overflow ID") << QByteArray(Everything) << uint(Overflow) << true;
}

void tst_UserNamespaces_Root::ownConnections()
{
    QFETCH(const QByteArray, map);
    QFETCH(const uint, id);
    QFETCH(const bool, passes);
    for (const Access::Kind access : { Access::User, Access::Group }) {
        Inside inside(map, id, [=](Raw::Child &) { return checkOwnConnection(access); });
        QCOMPARE(inside.outcome(), passes ? int(Error::NoError) : int(Error::AccessDenied));
    }
    Inside everyone(map, id, [=](Raw::Child &) { return checkOwnConnection(Access::Everyone); });
    QCOMPARE(everyone.outcome(), int(Error::NoError));
}

// Groups of a peer that this namespace does not map are not the process's group with the same
// number.
void tst_UserNamespaces_Root::supplementaryGroups()
{
    const auto groupsOfSelf = [](Raw::Child &) {
        const auto pair = os::createStreamPair();
        const auto groups = pair ? os::peerGroups(int(pair->first.get())) : Result<std::vector<quint32>>(pair.error());
        return groups ? int(groups->size()) : groups.error().code() == Error::Unsupported ? 0 : Failed;
    };
    Raw::Child unknown([&](Raw::Child &self) {
        const gid_t groups[] = { 4711, 4712 };
        return ::setgroups(2, groups) == 0 && ::unshare(CLONE_NEWUSER) == 0 ? groupsOfSelf(self) : Failed;
    });
    QCOMPARE(unknown.exitCode(), 0);
}

void tst_UserNamespaces_Root::senders_data()
{
    QTest::addColumn<QByteArray>("map");
    QTest::addColumn<uint>("id");
    QTest::addColumn<bool>("passes");
    QTest::newRow("no map") << QByteArray() << uint(Overflow) << false;
    QTest::newRow("mapped to the overflow ID") << QByteArray(AsNobody) << uint(Overflow) << false;
    QTest::newRow("mapped") << QByteArray(AsItself) << uint(Mapped) << true;
    QTest::newRow("everything") << QByteArray(Everything) << uint(Overflow) << true;
}

void tst_UserNamespaces_Root::senders()
{
    QFETCH(const QByteArray, map);
    QFETCH(const uint, id);
    QFETCH(const bool, passes);
    for (const Access::Kind access : { Access::User, Access::Group }) {
        Inside inside(map, id, [=](Raw::Child &) {
            const os::SenderCredentials sender { ::getpid(), ::geteuid(), ::getegid() };
            return int(os::checkSender(sender, access, os::Self::now()).code());
        });
        QCOMPARE(inside.outcome(), passes ? int(Error::NoError) : int(Error::AccessDenied));
    }
}

// Programs that compare the IDs themselves make no mistake either.
void tst_UserNamespaces_Root::credentialsAreEmpty()
{
    Inside inside(AsNobody, Overflow, [](Raw::Child &) {
        const auto pair = os::createStreamPair();
        const auto peer = pair ? os::peerCredentials(int(pair->first.get())) : Result<PeerCredentials>(pair.error());
        const auto sender = os::toPeerCredentials(os::SenderCredentials { 1, Overflow, Overflow });
        if (!peer || !sender)
            return Failed;
        return (peer->processId() ? 1 : 0) + (peer->userId() || peer->groupId() ? 2 : 0)
            + (sender->userId() || sender->groupId() ? 4 : 0);
    });
    QCOMPARE(inside.outcome(), 1);
}

void tst_UserNamespaces_Root::ownersOfFiles()
{
    const QTemporaryDir dir;
    const QByteArray folder = QFile::encodeName(dir.path());
    QCOMPARE(::chmod(folder.constData(), 0755), 0);
    QCOMPARE(::chown(folder.constData(), Unmapped, Unmapped), 0);
    Inside inside(AsNobody, Overflow, [=](Raw::Child &) {
        const auto status = os::statusOf(folder);
        return !status ? Failed : status->owner ? 1 : 0;
    });
    QCOMPARE(inside.outcome(), 0);
}

void tst_UserNamespaces_Root::strangersClient_isRefused_data()
{
    QTest::addColumn<int>("access");
    QTest::newRow("user") << int(Access::User);
    QTest::newRow("group") << int(Access::Group);
    QTest::newRow("everyone, with a filter that accepts all") << int(Access::Everyone);
}

void tst_UserNamespaces_Root::strangersClient_isRefused()
{
    QFETCH(const int, access);
    if (!LocalName::isSupported(LocalName::Kind::Namespaced))
        QSKIP("needs a name that file permissions do not protect");
    const QString name = uniqueName();
    Inside server(AsNobody, Overflow, [=](Raw::Child &self) {
        LocalServer listening;
        listening.setAccess(Access(Access::Kind(access)));
        if (access == Access::Everyone) // not called for users that cannot be identified
            listening.setConnectionFilter([](const PeerCredentials &) { return true; });
        if (!listening.listen(LocalName::namespaced(name)))
            return Failed;
        self.sendByte('y');
        bool hasCome = false;
        for (int i = 0; i < 1000 && !hasCome && listening.error() != Error::AccessDenied; ++i)
            hasCome = listening.waitForNewConnection(10);
        return hasCome ? 1 : listening.error().code() == Error::AccessDenied ? 0 : Failed;
    });
    QCOMPARE(server.child().receiveByte(), 'y');
    Raw::Child stranger([=](Raw::Child &) {
        if (::setgroups(0, nullptr) != 0 || !become(Unmapped))
            return Failed;
        const OwnedHandle socket = Raw::connectTo('@' + name.toUtf8());
        char byte = 0;
        return socket && ::recv(int(socket.get()), &byte, 1, 0) <= 0 ? 0 : 1;
    });
    QCOMPARE(stranger.exitCode(), 0);
    QCOMPARE(server.outcome(), 0);
}

void tst_UserNamespaces_Root::strangersServer()
{
    if (!LocalName::isSupported(LocalName::Kind::Namespaced))
        QSKIP("needs a name that file permissions do not protect");
    const QByteArray name = uniqueName().toUtf8();
    Raw::Child stranger([=](Raw::Child &self) {
        const bool ready = ::setgroups(0, nullptr) == 0 && become(Unmapped);
        const OwnedHandle server = Raw::serve('@' + name);
        self.sendByte(ready && server ? 'y' : 'n');
        return self.receiveByte() ? 0 : 1;
    });
    QCOMPARE(stranger.receiveByte(), 'y');
    for (const Access required : { Access::User, Access::Group }) {
        Inside client(AsNobody, Overflow, [=](Raw::Child &) {
            const os::SocketName place { os::SocketName::Kind::Abstract, name };
            const auto address = os::SocketAddress::toConnect(place);
            const auto socket = connectOnce(os::SocketType::Stream, address, required, HandlePassing::Refused);
            return socket ? int(Error::NoError) : int(socket.error().code());
        });
        QCOMPARE(client.outcome(), int(Error::AccessDenied));
    }
}

void tst_UserNamespaces_Root::genericName_needsAKnownUser()
{
    const QString name = uniqueName();
    Inside inside(QByteArray(), Overflow, [=](Raw::Child &) {
        LocalServer server;
        const bool listens = server.listen(name);
        return listens ? 1 : server.error().code() == Error::AccessDenied ? 0 : Failed;
    });
    QCOMPARE(inside.outcome(), 0);
}

QTEST_GUILESS_MAIN(tst_UserNamespaces_Root)
#include "tst_usernamespaces_root.moc"
