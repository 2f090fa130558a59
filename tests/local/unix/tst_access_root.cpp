// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests access between two users. The stranger is a child process that gives up root, so this
// test runs as root only.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <vector>

#include <grp.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr uid_t OtherUser = 65534;

enum class Outcome { LetIn = 10, ClosedOut, NotAllowed, Other };

struct Identity
{
    uid_t user = OtherUser;
    gid_t group = OtherUser;
    std::optional<gid_t> supplementary = {};
};

bool become(const Identity &identity)
{
    const gid_t groups[] = { identity.supplementary.value_or(0) };
    return ::setgroups(identity.supplementary ? 1 : 0, groups) == 0 && ::setgid(identity.group) == 0
        && ::setuid(identity.user) == 0;
}

// Connects and returns the outcome. The server sends a byte to each client that it lets in.
Raw::Child::Body clientOf(const QByteArray &name, const Identity &identity)
{
    return [name, identity](Raw::Child &self) {
        if (!become(identity))
            return int(Outcome::Other);
        const OwnedHandle socket = Raw::connectTo(name);
        if (!socket)
            return int(errno == EACCES ? Outcome::NotAllowed : Outcome::Other);
        self.sendByte('c');
        char byte = 0;
        const ssize_t count = ::recv(int(socket.get()), &byte, 1, 0);
        return int(count == 1                              ? Outcome::LetIn
                       : count == 0 || errno == ECONNRESET ? Outcome::ClosedOut
                                                           : Outcome::Other);
    };
}

Raw::Child::Body serverOf(const QByteArray &name, const Identity &identity)
{
    return [name, identity](Raw::Child &self) {
        const bool ready = become(identity);
        const OwnedHandle server = Raw::serve(name);
        self.sendByte(ready && server ? 'y' : 'n');
        return self.receiveByte();
    };
}

} // namespace

class tst_Access_Root : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void strangerAtAPrivatePath_isRefused();
    void strangerAtAWidenedPath_isRefused();
    void strangerAtAnAbstractName_isRefused();
    void everyoneIsLetIn();
    void groupIsLetIn_data();
    void groupIsLetIn();
    void chosenGroupIsLetIn_data();
    void chosenGroupIsLetIn();
    void systemName_otherUsersConnect();
    void systemName_isForServices();
    void filterRefusesAStranger();
    void credentialsOfAStranger();
    void rootIsLetIn();
    void strangersServer_failsTheRequirement_data();
    void strangersServer_failsTheRequirement();
    void strangersServerUnderAGenericName_isRefused_data();
    void strangersServerUnderAGenericName_isRefused();
    void strangersServerUnderAGenericName_getsNoLingeringOutput();
    void rootsServerUnderAGenericName_isAccepted();
    void strangersLockFile_refusesTheName();
    void strangersLockFileInASharedFolder_isUnchanged_data();
    void strangersLockFileInASharedFolder_isUnchanged();
    void staleNameOfAUser_isTakenOverByRoot();

private:
    void putStrangersServerAt(Raw::Child &server, const QByteArray &from, const QByteArray &to);

    QByteArray path() const { return m_folder + "/app"; }
    LocalName name() const { return LocalName::path(QFile::decodeName(path())); }
    LocalName abstractName() const { return LocalName::namespaced(m_abstract); }
    Outcome serveOne(LocalServer &server, Raw::Child &client, Error *denied = nullptr);
    void expectRefused(LocalServer &server, const QByteArray &rawName, const LocalName &localName);

    std::unique_ptr<QTemporaryDir> m_dir;
    QByteArray m_folder;
    QString m_abstract;
};

void tst_Access_Root::init()
{
    QCOMPARE(::geteuid(), uid_t(0)); // registered for root only
    m_dir = std::make_unique<QTemporaryDir>();
    m_folder = QFile::encodeName(m_dir->path());
    m_abstract = uniqueName();
    QCOMPARE(::chmod(m_folder.constData(), 0755), 0); // the folder itself does not keep the stranger out
}

// Runs the event loop until the client has ended. The server sends a byte to each client that it
// lets in.
Outcome tst_Access_Root::serveOne(LocalServer &server, Raw::Child &client, Error *denied)
{
    const auto let = connect(&server, &LocalServer::newConnection, this,
                             [&] { server.nextPendingConnection()->write("!"); });
    const auto refused = connect(&server, &LocalServer::errorOccurred, this, [&](const Error &error) {
        if (denied)
            *denied = error;
    });
    std::optional<Outcome> outcome;
    spinUntil([&] {
        siginfo_t info = {};
        if (::waitid(P_PID, id_t(client.processId()), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0)
            outcome = Outcome(client.exitCode());
        return outcome.has_value();
    });
    if (denied && outcome == Outcome::ClosedOut) // refusals are reported once per second
        spinUntil([&] { return bool(*denied); });
    disconnect(let);
    disconnect(refused);
    return outcome.value_or(Outcome::Other);
}

void tst_Access_Root::expectRefused(LocalServer &server, const QByteArray &rawName, const LocalName &localName)
{
    for (int round = 0; round < 3; ++round) { // the server continues after each refusal
        Raw::Child stranger(clientOf(rawName, {}));
        Error denied;
        QCOMPARE(int(serveOne(server, stranger, &denied)), int(Outcome::ClosedOut));
        QCOMPARE(denied.code(), Error::AccessDenied);
        QCOMPARE(denied.message(),
                 QStringLiteral("admit the peer of \"%1\": the peer runs as user 65534").arg(localName.fullName()));
        QCOMPARE(server.error(), denied);
        QVERIFY(!server.hasPendingConnections());
        QVERIFY(server.isListening());
        LocalSocket own;
        own.connectToServer(localName);
        QVERIFY(own.waitForConnected(5000));
        QVERIFY(server.waitForNewConnection(5000));
        QVERIFY(server.nextPendingConnection());
    }
}

void tst_Access_Root::strangerAtAPrivatePath_isRefused()
{
    LocalServer server;
    QVERIFY(server.listen(name()));
    Raw::Child stranger(clientOf(path(), {}));
    QCOMPARE(int(serveOne(server, stranger)), int(Outcome::NotAllowed));
    QVERIFY(!server.error());
}

// Another program widened the mode of the file. The credentials still decide.
void tst_Access_Root::strangerAtAWidenedPath_isRefused()
{
    LocalServer server;
    QVERIFY(server.listen(name()));
    QCOMPARE(::chmod(path().constData(), 0666), 0);
    expectRefused(server, path(), name());
}

void tst_Access_Root::strangerAtAnAbstractName_isRefused()
{
    LocalServer server;
    const bool listening = server.listen(abstractName());
    QCOMPARE(listening, LocalName::isSupported(LocalName::Kind::Namespaced));
    if (listening)
        expectRefused(server, '@' + m_abstract.toUtf8(), abstractName());
    else
        QCOMPARE(server.error().code(), Error::Unsupported);
}

void tst_Access_Root::everyoneIsLetIn()
{
    LocalServer server;
    server.setAccess(Access::Everyone);
    QVERIFY(server.listen(name()));
    Raw::Child stranger(clientOf(path(), {}));
    QCOMPARE(int(serveOne(server, stranger)), int(Outcome::LetIn));
    QVERIFY(!server.error());
    if (!LocalName::isSupported(LocalName::Kind::Namespaced))
        return;
    LocalServer abstractServer;
    abstractServer.setAccess(Access::Everyone);
    QVERIFY(abstractServer.listen(abstractName()));
    Raw::Child another(clientOf('@' + m_abstract.toUtf8(), {}));
    QCOMPARE(int(serveOne(abstractServer, another)), int(Outcome::LetIn));
}

void tst_Access_Root::groupIsLetIn_data()
{
    QTest::addColumn<int>("group");
    QTest::addColumn<int>("supplementary");
    QTest::addColumn<int>("atThePath");
    QTest::addColumn<int>("byCredentials"); // on systems that ignore the mode of the file
    // POSIX has no call that returns the supplementary groups of a peer.
    const bool tellsAll = LocalName::isSupported(LocalName::Kind::Namespaced);
    const int others = int(tellsAll ? Outcome::LetIn : Outcome::ClosedOut);
    QTest::newRow("group of the server") << 0 << -1 << int(Outcome::LetIn) << int(Outcome::LetIn);
    QTest::newRow("among other groups") << int(OtherUser) << 0 << others << others;
    QTest::newRow("no such group") << int(OtherUser) << -1 << int(Outcome::NotAllowed) << int(Outcome::ClosedOut);
    QTest::newRow("other groups only") << int(OtherUser) << 4711 << int(Outcome::NotAllowed) << int(Outcome::ClosedOut);
}

void tst_Access_Root::groupIsLetIn()
{
    QFETCH(const int, group);
    QFETCH(const int, supplementary);
    QFETCH(const int, atThePath);
    QFETCH(const int, byCredentials);
    Identity identity { OtherUser, gid_t(group), {} };
    if (supplementary >= 0)
        identity.supplementary = gid_t(supplementary);
    LocalServer server;
    server.setAccess(Access::Group);
    QVERIFY(server.listen(name()));
    QCOMPARE(Raw::statusOf(path()).st_gid, ::getegid());
    Raw::Child first(clientOf(path(), identity));
    QCOMPARE(int(serveOne(server, first)), atThePath);
    QCOMPARE(::chmod(path().constData(), 0666), 0);
    Raw::Child second(clientOf(path(), identity));
    QCOMPARE(int(serveOne(server, second)), byCredentials);
}

void tst_Access_Root::chosenGroupIsLetIn_data()
{
    QTest::addColumn<int>("group");
    QTest::addColumn<int>("supplementary");
    QTest::addColumn<int>("atThePath");
    QTest::addColumn<int>("byCredentials"); // on systems that ignore the mode of the file
    const bool tellsAll = LocalName::isSupported(LocalName::Kind::Namespaced);
    const int others = int(tellsAll ? Outcome::LetIn : Outcome::ClosedOut);
    QTest::newRow("the chosen group") << 4711 << -1 << int(Outcome::LetIn) << int(Outcome::LetIn);
    QTest::newRow("among other groups") << int(OtherUser) << 4711 << others << others;
    QTest::newRow("group of the server") << 0 << -1 << int(Outcome::NotAllowed) << int(Outcome::ClosedOut);
    QTest::newRow("other groups only") << int(OtherUser) << 4712 << int(Outcome::NotAllowed) << int(Outcome::ClosedOut);
}

void tst_Access_Root::chosenGroupIsLetIn()
{
    QFETCH(const int, group);
    QFETCH(const int, supplementary);
    QFETCH(const int, atThePath);
    QFETCH(const int, byCredentials);
    Identity identity { OtherUser, gid_t(group), {} };
    if (supplementary >= 0)
        identity.supplementary = gid_t(supplementary);
    LocalServer server;
    server.setAccess(Access::group(QStringLiteral("4711")));
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
    QCOMPARE(Raw::statusOf(path()).st_gid, gid_t(4711));
    Raw::Child first(clientOf(path(), identity));
    QCOMPARE(int(serveOne(server, first)), atThePath);
    QCOMPARE(::chmod(path().constData(), 0666), 0);
    Raw::Child second(clientOf(path(), identity));
    QCOMPARE(int(serveOne(server, second)), byCredentials);
    if (!LocalName::isSupported(LocalName::Kind::Namespaced))
        return;
    LocalServer abstractServer;
    abstractServer.setAccess(server.access());
    QVERIFY(abstractServer.listen(abstractName()));
    Raw::Child third(clientOf('@' + m_abstract.toUtf8(), identity));
    QCOMPARE(int(serveOne(abstractServer, third)), byCredentials);
}

void tst_Access_Root::systemName_otherUsersConnect()
{
    const LocalName name = LocalName::system(uniqueName());
    const QByteArray place = QFile::encodeName(name.fullName());
    LocalServer server;
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    QCOMPARE(server.serverName(), name.toString());
    QCOMPARE(Raw::modeOf(place), 0600); // private by default
    Raw::Child refused(clientOf(place, {}));
    QCOMPARE(int(serveOne(server, refused)), int(Outcome::NotAllowed));
    server.close();
    QVERIFY(!Raw::exists(place));
    server.setAccess(Access::Everyone);
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    Raw::Child stranger([name](Raw::Child &) {
        if (!become({}))
            return int(Outcome::Other);
        LocalSocket socket;
        socket.connectToServer(name);
        return int(socket.waitForConnected(20000) && socket.waitForReadyRead(20000) ? Outcome::LetIn : Outcome::Other);
    });
    QCOMPARE(int(serveOne(server, stranger)), int(Outcome::LetIn));
}

void tst_Access_Root::systemName_isForServices()
{
    const LocalName name = LocalName::system(uniqueName());
    QCOMPARE(::seteuid(OtherUser), 0);
    LocalServer server;
    const bool listening = server.listen(name);
    QCOMPARE(::seteuid(0), 0);
    QVERIFY(!listening);
    QCOMPARE(server.error().code(), Error::AccessDenied);
    QVERIFY2(server.error().message().contains(name.fullName()), qPrintable(server.error().message()));
}

void tst_Access_Root::filterRefusesAStranger()
{
    LocalServer server;
    server.setAccess(Access::Everyone);
    server.setConnectionFilter([](const PeerCredentials &peer) { return peer.userId() != quint32(OtherUser); });
    std::vector<PeerCredentials> refused;
    connect(&server, &Server::refused, this, [&](const PeerCredentials &peer, const Error &reason) {
        QCOMPARE(reason.code(), Error::AccessDenied);
        refused.push_back(peer);
    });
    QVERIFY(server.listen(name()));
    Raw::Child stranger(clientOf(path(), {}));
    const pid_t processId = stranger.processId();
    QCOMPARE(int(serveOne(server, stranger)), int(Outcome::ClosedOut));
    QCOMPARE(refused.size(), size_t(1));
    QCOMPARE(refused[0].userId(), std::optional<quint32>(OtherUser));
    QCOMPARE(refused[0].processId(), std::optional<qint64>(processId));
    QVERIFY(!server.error()); // a filter's refusal is not an error
    Raw::Child friendly(clientOf(path(), { OtherUser - 1, OtherUser, {} }));
    QCOMPARE(int(serveOne(server, friendly)), int(Outcome::LetIn));
    QCOMPARE(refused.size(), size_t(1));
}

void tst_Access_Root::credentialsOfAStranger()
{
    LocalServer server;
    server.setAccess(Access::Everyone);
    QVERIFY(server.listen(name()));
    Raw::Child stranger(clientOf(path(), { 65533, 65532, {} }));
    const pid_t processId = stranger.processId();
    QVERIFY(server.waitForNewConnection(20000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    QCOMPARE(accepted->peerCredentials().processId(), std::optional<qint64>(processId));
    QCOMPARE(accepted->peerCredentials().userId(), std::optional<quint32>(65533));
    QCOMPARE(accepted->peerCredentials().groupId(), std::optional<quint32>(65532));
    accepted->write("!");
    accepted->close();
    QCOMPARE(stranger.exitCode(), int(Outcome::LetIn));
}

// This process temporarily becomes an ordinary user and serves. Root connects, as it may open any
// file.
void tst_Access_Root::rootIsLetIn()
{
    QCOMPARE(::chmod(m_folder.constData(), 0777), 0);
    QCOMPARE(::seteuid(OtherUser), 0);
    LocalServer server;
    const bool listening = server.listen(name());
    const QByteArray place = path();
    Raw::Child root([place](Raw::Child &self) {
        return ::seteuid(0) == 0 ? clientOf(place, { 0, 0, {} })(self) : int(Outcome::Other);
    });
    const Outcome outcome = serveOne(server, root);
    server.close();
    QCOMPARE(::seteuid(0), 0);
    QVERIFY(listening);
    QCOMPARE(int(outcome), int(Outcome::LetIn));
    QVERIFY(!server.error());
}

void tst_Access_Root::strangersServer_failsTheRequirement_data()
{
    QTest::addColumn<bool>("isAbstract");
    QTest::newRow("path") << false;
    if (LocalName::isSupported(LocalName::Kind::Namespaced))
        QTest::newRow("abstract") << true;
}

void tst_Access_Root::strangersServer_failsTheRequirement()
{
    QFETCH(const bool, isAbstract);
    QCOMPARE(::chmod(m_folder.constData(), 0777), 0);
    const QByteArray rawName = isAbstract ? '@' + m_abstract.toUtf8() : path();
    const LocalName localName = isAbstract ? abstractName() : name();
    Raw::Child server(serverOf(rawName, {}));
    QCOMPARE(server.receiveByte(), 'y');
    for (const Access required : { Access::User, Access::Group }) {
        LocalSocket careful;
        SignalLog log(careful);
        careful.setRequiredServer(required);
        careful.connectToServer(localName);
        careful.write("secret");
        QVERIFY(!careful.waitForConnected(5000));
        QCOMPARE(careful.error().code(), Error::AccessDenied);
        QCOMPARE(
            careful.error().message(),
            QStringLiteral("connect to \"%1\": the server runs as user 65534; required is this %2")
                .arg(localName.fullName(),
                     required == Access::User ? QStringLiteral("user") : QStringLiteral("user or this user's group")));
        QCOMPARE(log.names(), QStringList { QStringLiteral("errorOccurred") });
        QVERIFY(!careful.peerCredentials().userId());
    }
    LocalSocket careless;
    careless.connectToServer(localName);
    QVERIFY2(careless.waitForConnected(5000), qPrintable(careless.error().message()));
    QCOMPARE(careless.peerCredentials().processId(), std::optional<qint64>(server.processId()));
    QCOMPARE(careless.peerCredentials().userId(), std::optional<quint32>(OtherUser));
    QCOMPARE(careless.peerCredentials().groupId(), std::optional<quint32>(OtherUser));
}

namespace {

// Listens at a path. At each command it accepts the waiting clients. Its exit code is the number
// of bytes received.
Raw::Child::Body eavesdropperAt(const QByteArray &path, int backlog)
{
    return [path, backlog](Raw::Child &self) {
        if (!become({}))
            return 255;
        const OwnedHandle server = Raw::nonBlocking(Raw::serve(path, backlog));
        ::chmod(path.constData(), 0666);
        self.sendByte(server ? 'y' : 'n');
        int heard = 0;
        while (self.receiveByte() == 'a') {
            for (;;) {
                const OwnedHandle client(::accept(int(server.get()), nullptr, nullptr));
                if (!client)
                    break;
                char byte = 0;
                while (::recv(int(client.get()), &byte, 1, 0) == 1)
                    ++heard;
            }
            self.sendByte('y');
        }
        return heard;
    };
}

} // namespace

// Puts the stranger's server into the folder of the generic names. It stands for a race between
// the check of the folder and its use.
void tst_Access_Root::putStrangersServerAt(Raw::Child &server, const QByteArray &from, const QByteArray &to)
{
    QCOMPARE(server.receiveByte(), 'y');
    QCOMPARE(::rename(from.constData(), to.constData()), 0);
    QCOMPARE(::chmod(m_folder.constData(), 0700), 0);
    qputenv("XDG_RUNTIME_DIR", m_folder);
}

void tst_Access_Root::strangersServerUnderAGenericName_isRefused_data()
{
    QTest::addColumn<int>("required");
    QTest::newRow("default") << int(Access::Everyone);
    QTest::newRow("group") << int(Access::Group);
    QTest::newRow("user") << int(Access::User);
}

void tst_Access_Root::strangersServerUnderAGenericName_isRefused()
{
    QFETCH(const int, required);
    const QTemporaryDir open;
    QCOMPARE(::chmod(QFile::encodeName(open.path()).constData(), 0777), 0);
    const QByteArray from = QFile::encodeName(open.filePath(QStringLiteral("app")));
    Raw::Child server(eavesdropperAt(from, 5));
    putStrangersServerAt(server, from, path());
    if (QTest::currentTestFailed())
        return;
    LocalSocket client;
    client.setRequiredServer(Access(Access::Kind(required)));
    SignalLog log(client);
    client.connectToServer(QStringLiteral("app"));
    client.write("secret");
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::AccessDenied);
    QCOMPARE(client.error().message(),
             QStringLiteral("connect to \"%1\": the server runs as user 65534; required is this user")
                 .arg(name().fullName()));
    QCOMPARE(log.names(), QStringList { QStringLiteral("errorOccurred") });
    server.sendByte('a');
    QCOMPARE(server.receiveByte(), 'y');
    server.sendByte('e');
    QCOMPARE(server.exitCode(), 0);
}

// The backlog is full, so the object is destroyed before its connection is established.
void tst_Access_Root::strangersServerUnderAGenericName_getsNoLingeringOutput()
{
    const QTemporaryDir open;
    QCOMPARE(::chmod(QFile::encodeName(open.path()).constData(), 0777), 0);
    const QByteArray from = QFile::encodeName(open.filePath(QStringLiteral("app")));
    Raw::Child server(eavesdropperAt(from, 0));
    putStrangersServerAt(server, from, path());
    if (QTest::currentTestFailed())
        return;
    OwnedHandle first = Raw::connectTo(path());
    QVERIFY(first);
    {
        LocalSocket client;
        client.connectToServer(QStringLiteral("app"));
        client.write("secret");
        QVERIFY(!client.waitForConnected(30));
        QCOMPARE(client.state(), Device::State::Connecting);
    }
    QVERIFY(!Device::drainAll(0));
    first.reset();
    server.sendByte('a'); // makes room in the backlog
    QCOMPARE(server.receiveByte(), 'y');
    QVERIFY(!Device::drainAll(20000)); // the output is lost: another user owns the server
    server.sendByte('a');
    QCOMPARE(server.receiveByte(), 'y');
    server.sendByte('e');
    QCOMPARE(server.exitCode(), 0);
}

// A supervisor that runs as root may listen for a user's program.
void tst_Access_Root::rootsServerUnderAGenericName_isAccepted()
{
    QCOMPARE(::chown(m_folder.constData(), OtherUser, OtherUser), 0);
    QCOMPARE(::chmod(m_folder.constData(), 0700), 0);
    qputenv("XDG_RUNTIME_DIR", m_folder);
    const OwnedHandle server = Raw::serve(path());
    QVERIFY(server);
    QCOMPARE(::chmod(path().constData(), 0666), 0);
    QCOMPARE(::seteuid(OtherUser), 0);
    LocalSocket client;
    client.connectToServer(QStringLiteral("app"));
    const bool isConnected = client.waitForConnected(5000);
    QCOMPARE(::seteuid(0), 0);
    QVERIFY2(isConnected, qPrintable(client.error().message()));
    QCOMPARE(client.peerCredentials().userId(), std::optional<quint32>(0));
}

// A lock that another user holds or left stays with its owner. The error names the file.
void tst_Access_Root::strangersLockFile_refusesTheName()
{
    QVERIFY(Raw::writeFile(Raw::lockOf(path()), "root was here\n"));
    QCOMPARE(::chmod(Raw::lockOf(path()).constData(), 0600), 0);
    QCOMPARE(::chmod(m_folder.constData(), 0777), 0);
    QCOMPARE(::seteuid(OtherUser), 0);
    LocalServer server;
    const bool listening = server.listen(name());
    QCOMPARE(::seteuid(0), 0);
    QVERIFY(!listening);
    QCOMPARE(server.error().code(), Error::AccessDenied);
    QCOMPARE(server.error().nativeCode(), EACCES);
    QVERIFY2(server.error().message().contains(QFile::decodeName(Raw::lockOf(path()))),
             qPrintable(server.error().message()));
    QCOMPARE(Raw::contentOf(Raw::lockOf(path())), QByteArray("root was here\n"));
}

void tst_Access_Root::strangersLockFileInASharedFolder_isUnchanged_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("mode");
    QTest::newRow("empty") << QByteArray() << 0666;
    QTest::newRow("empty, with the library's mark") << QByteArray() << 01666;
    QTest::newRow("like the library's") << QByteArray("QtInterprocess lock of process 1\n") << 0666;
    QTest::newRow("like the library's, with its mark") << QByteArray("QtInterprocess lock of process 1\n") << 01666;
}

// The lock belongs to the stranger even if its mode lets everybody write.
void tst_Access_Root::strangersLockFileInASharedFolder_isUnchanged()
{
    QFETCH(const QByteArray, content);
    QFETCH(const int, mode);
    const QByteArray lock = Raw::lockOf(path());
    QVERIFY(Raw::writeFile(lock, content));
    QCOMPARE(::chmod(lock.constData(), mode_t(mode)), 0);
    QCOMPARE(::chown(lock.constData(), OtherUser - 1, OtherUser - 1), 0);
    QCOMPARE(::chmod(m_folder.constData(), 01777), 0);
    for (const uid_t user : { OtherUser, uid_t(0) }) {
        QCOMPARE(::seteuid(user), 0);
        LocalServer server;
        const bool listening = server.listen(name());
        QCOMPARE(::seteuid(0), 0);
        QVERIFY(!listening);
        QCOMPARE(server.error().code(), Error::InvalidName);
        QCOMPARE(Raw::contentOf(lock), content);
        QCOMPARE(Raw::modeOf(lock), mode);
        QVERIFY(!Raw::exists(path()));
    }
}

// In a sticky folder, Linux refuses O_CREAT for the file of another user (fs.protected_regular).
void tst_Access_Root::staleNameOfAUser_isTakenOverByRoot()
{
    QCOMPARE(::chmod(m_folder.constData(), 01777), 0);
    QVERIFY(Raw::leaveStaleSocket(path()));
    QVERIFY(Raw::writeFile(Raw::lockOf(path()), "QtInterprocess lock of process 999999999\n"));
    QCOMPARE(::chmod(Raw::lockOf(path()).constData(), 0600), 0);
    for (const QByteArray &file : { path(), Raw::lockOf(path()) })
        QCOMPARE(::chown(file.constData(), OtherUser, OtherUser), 0);
    LocalServer server;
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
    server.close();
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

QTEST_GUILESS_MAIN(tst_Access_Root)
#include "tst_access_root.moc"
