// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests generic names whose places a stranger has taken. This process and its children become the
// user or the stranger, so the test runs as root only.

#include "testsupport/unix/strangers.h"

using namespace QtInterprocess;
using namespace TestSupport;
using namespace OtherUsers;

class tst_GenericPlaces_Root : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void strangersFileAtThePlace_usesTheAbstractName_data();
    void strangersFileAtThePlace_usesTheAbstractName();
    void strangerInBothPlaces_isNamedInTheError_data();
    void strangerInBothPlaces_isNamedInTheError();
    void strangerAtTheAbstractNameOnly_hasNoEffect_data();
    void strangerAtTheAbstractNameOnly_hasNoEffect();
    void strangerWithoutRoom_isNamedInTheError_data();
    void strangerWithoutRoom_isNamedInTheError();
    void linkToAnotherServer_isNotFollowed_data();
    void linkToAnotherServer_isNotFollowed();

private:
    QByteArray folder() const { return m_places->folder(); }
    QString inFolder() const { return m_places->inFolder(m_name); }
    QByteArray rawAbstract() const { return Places::abstract(m_name); }
    QString abstract() const { return QString::fromUtf8(rawAbstract()); }
    void putInTheWay(const QString &what);

    std::unique_ptr<Places> m_places;
    QString m_name;
};

void tst_GenericPlaces_Root::init()
{
    m_places = std::make_unique<Places>();
    QVERIFY(m_places->areReady());
    m_name = uniqueName();
}

void tst_GenericPlaces_Root::cleanup()
{
    m_places.reset();
}

void tst_GenericPlaces_Root::putInTheWay(const QString &what)
{
    const QByteArray mine = m_places->temporary() + "/mine";
    QVERIFY(::mkdir(mine.constData(), 0700) == 0 && ::chown(mine.constData(), User, User) == 0);
    const As stranger(OtherUser);
    QVERIFY(bool(stranger));
    const QByteArray place = folder();
    if (what == QLatin1String("folder"))
        QVERIFY(::mkdir(place.constData(), 0755) == 0);
    else if (what == QLatin1String("open folder"))
        QVERIFY(::mkdir(place.constData(), 0700) == 0 && ::chmod(place.constData(), 0777) == 0);
    else if (what == QLatin1String("closed folder"))
        QVERIFY(::mkdir(place.constData(), 0700) == 0);
    else if (what == QLatin1String("symbolic link"))
        QVERIFY(::symlink("/nowhere", place.constData()) == 0);
    else if (what == QLatin1String("link to the user's own folder"))
        QVERIFY(::symlink(mine.constData(), place.constData()) == 0);
    else if (what == QLatin1String("file"))
        QVERIFY(Raw::writeFile(place, "hers"));
    else if (what == QLatin1String("FIFO"))
        QVERIFY(::mkfifo(place.constData(), 0666) == 0);
    else
        QVERIFY(Raw::leaveStaleSocket(place));
}

void tst_GenericPlaces_Root::strangersFileAtThePlace_usesTheAbstractName_data()
{
    QTest::addColumn<QString>("description"); // as the error describes the obstacle
    const auto row = [](const char *what, const char *description) {
        QTest::newRow(what) << QString::fromLatin1(description);
    };
    row("folder", "a folder of user 47102");
    row("open folder", "a folder of user 47102");
    row("closed folder", "a folder of user 47102");
    row("symbolic link", "a symbolic link of user 47102");
    row("link to the user's own folder", "a symbolic link of user 47102");
    row("file", "a file of user 47102");
    row("FIFO", "a FIFO of user 47102");
    row("socket", "a socket of user 47102");
}

// Server and client both use the abstract place. If the system has none, the error names the
// obstacle and its owner.
void tst_GenericPlaces_Root::strangersFileAtThePlace_usesTheAbstractName()
{
    QFETCH(const QString, description);
    putInTheWay(QString::fromLatin1(QTest::currentDataTag()));
    if (QTest::currentTestFailed())
        return;
    const struct stat before = Raw::statusOf(folder());
    LocalServer server;
    LocalSocket client;
    {
        const As user(User);
        const bool listens = server.listen(m_name);
        QCOMPARE(listens, Places::hasAbstract());
        client.connectToServer(m_name);
        QCOMPARE(client.waitForConnected(5000), Places::hasAbstract());
    }
    if (Places::hasAbstract()) {
        QCOMPARE(server.fullServerName(), abstract());
        QCOMPARE(client.fullServerName(), abstract());
        QCOMPARE(client.peerCredentials().userId(), std::optional<quint32>(User));
    } else {
        for (const Error &error : { server.error(), client.error() }) {
            QCOMPARE(error.code(), Error::AccessDenied);
            QVERIFY2(error.message().contains(description), qPrintable(error.message()));
        }
    }
    const struct stat after = Raw::statusOf(folder());
    QVERIFY(before.st_ino == after.st_ino && before.st_mode == after.st_mode && before.st_uid == after.st_uid);
    QCOMPARE(Raw::namesIn(QFile::decodeName(m_places->temporary() + "/mine")), QStringList());
}

void tst_GenericPlaces_Root::strangerInBothPlaces_isNamedInTheError_data()
{
    strangersFileAtThePlace_usesTheAbstractName_data();
}

void tst_GenericPlaces_Root::strangerInBothPlaces_isNamedInTheError()
{
    QFETCH(const QString, description);
    if (!Places::hasAbstract())
        QSKIP("this system has one place only");
    putInTheWay(QString::fromLatin1(QTest::currentDataTag()));
    if (QTest::currentTestFailed())
        return;
    Raw::Child stranger([this](Raw::Child &self) {
        const bool ready = becomeOtherUser();
        const OwnedHandle server = Raw::serve(rawAbstract());
        self.sendByte(ready && server ? 'y' : 'n');
        if (self.receiveByte() != 'a')
            return 255;
        int heard = 0;
        const OwnedHandle listening = Raw::nonBlocking(OwnedHandle(::dup(int(server.get()))));
        for (;;) {
            const OwnedHandle client(::accept(int(listening.get()), nullptr, nullptr));
            if (!client)
                return heard;
            char byte = 0;
            while (::recv(int(client.get()), &byte, 1, 0) == 1)
                ++heard;
        }
    });
    QCOMPARE(stranger.receiveByte(), 'y');
    LocalServer server;
    LocalSocket client;
    {
        const As user(User);
        QVERIFY(!server.listen(m_name));
        client.connectToServer(m_name);
        client.write("secret");
        QVERIFY(!client.waitForConnected(5000));
    }
    const QString served = QStringLiteral("the server runs as user 47102; required is this user");
    for (const Error &error : { server.error(), client.error() }) {
        QCOMPARE(error.code(), Error::AccessDenied);
        QCOMPARE(error.subject(), abstract());
        QVERIFY2(error.reason().contains(description), qPrintable(error.message()));
        QVERIFY2(error.reason().contains(served), qPrintable(error.message()));
        QVERIFY2(error.reason().contains(QFile::decodeName(folder())), qPrintable(error.message()));
    }
    stranger.sendByte('a');
    QCOMPARE(stranger.exitCode(), 0);
}

namespace {

// Holds a name until its pipe ends. A backlog of -1 means that it does not listen; a backlog of 0
// is filled by its own connection.
Raw::Child::Body otherUserAt(const QByteArray &name, int backlog)
{
    return [=](Raw::Child &self) {
        bool ready = becomeOtherUser();
        const OwnedHandle server = Raw::serve(name, backlog);
        const OwnedHandle own = backlog == 0 ? Raw::connectTo(name) : OwnedHandle();
        ready = ready && server && (backlog != 0 || own);
        self.sendByte(ready ? 'y' : 'n');
        return int(self.receiveByte());
    };
}

} // namespace

void tst_GenericPlaces_Root::strangerAtTheAbstractNameOnly_hasNoEffect_data()
{
    QTest::addColumn<int>("backlog");
    QTest::newRow("listens") << 5;
    QTest::newRow("full") << 0;
    QTest::newRow("does not listen") << -1;
}

// If the folder belongs to the user, the stranger has no effect.
void tst_GenericPlaces_Root::strangerAtTheAbstractNameOnly_hasNoEffect()
{
    QFETCH(const int, backlog);
    if (!Places::hasAbstract())
        QSKIP("this system has one place only");
    const Raw::Child stranger(otherUserAt(rawAbstract(), backlog));
    QCOMPARE(stranger.receiveByte(), 'y');
    const As user(User);
    LocalSocket client;
    client.connectToServer(m_name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::NotFound);
    QCOMPARE(client.error().subject(), inFolder());
    LocalServer server, second;
    QVERIFY2(server.listen(m_name), qPrintable(server.error().message()));
    QCOMPARE(server.fullServerName(), inFolder());
    client.connectToServer(m_name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QVERIFY(!second.listen(m_name));
    QCOMPARE(second.error().code(), Error::NameInUse);
}

void tst_GenericPlaces_Root::strangerWithoutRoom_isNamedInTheError_data()
{
    QTest::addColumn<int>("backlog");
    QTest::newRow("full") << 0;
    QTest::newRow("does not listen") << -1;
}

// Connections to the stranger fail. The error still names the stranger's user.
void tst_GenericPlaces_Root::strangerWithoutRoom_isNamedInTheError()
{
    QFETCH(const int, backlog);
    if (!Places::hasAbstract())
        QSKIP("this system has one place only");
    putInTheWay(QStringLiteral("folder"));
    const Raw::Child stranger(otherUserAt(rawAbstract(), backlog));
    QCOMPARE(stranger.receiveByte(), 'y');
    const As user(User);
    LocalServer server;
    QVERIFY(!server.listen(m_name));
    QCOMPARE(server.error().code(), Error::AccessDenied);
    const QString owner = QStringLiteral("the name belongs to user %1, not to this user").arg(OtherUser);
    QVERIFY2(server.error().reason().contains(owner), qPrintable(server.error().message()));
    LocalSocket client;
    client.connectToServer(m_name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), backlog < 0 ? Error::ConnectionRefused : Error::AccessDenied);
}

void tst_GenericPlaces_Root::linkToAnotherServer_isNotFollowed_data()
{
    QTest::addColumn<uint>("owner");
    QTest::newRow("of the user") << uint(User);
    QTest::newRow("of root") << 0u;
}

// The link would lead the client to a server that passes every check but has another name.
void tst_GenericPlaces_Root::linkToAnotherServer_isNotFollowed()
{
    QFETCH(const uint, owner);
    const QByteArray other = m_places->temporary() + "/other";
    OwnedHandle server;
    {
        const As serving(owner);
        server = Raw::nonBlocking(Raw::serve(other));
        QVERIFY(server);
        QCOMPARE(::chmod(other.constData(), 0666), 0);
    }
    {
        const As stranger(OtherUser);
        QCOMPARE(::mkdir(folder().constData(), 0755), 0);
        QCOMPARE(::symlink(other.constData(), QFile::encodeName(inFolder()).constData()), 0);
    }
    {
        const As user(User);
        LocalSocket client;
        client.connectToServer(m_name);
        QVERIFY(!client.waitForConnected(5000));
        QCOMPARE(client.error().code(), Places::hasAbstract() ? Error::ConnectionRefused : Error::AccessDenied);
    }
    QCOMPARE(::accept(int(server.get()), nullptr, nullptr), -1);
}

QTEST_GUILESS_MAIN(tst_GenericPlaces_Root)
#include "tst_genericplaces_root.moc"
