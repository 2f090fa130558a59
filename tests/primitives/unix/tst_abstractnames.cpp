// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Abstract names are exactly those of other programs: any bytes, of exactly their length. The
// peer is a Python program.

#include "testsupport/testsupport.h"

#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_AbstractNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pythonConnects_data() { names(); }
    void pythonConnects();
    void pythonServes_data() { names(); }
    void pythonServes();
    void namesThatDifferInOneByte_areDifferent();
    void longestName_isAccepted();

private:
    static void names();
};

void tst_AbstractNames::initTestCase()
{
    if (UnixAddress::maximumAbstractLength() == 0)
        QSKIP("this system has no abstract names; tst_connecting tests their error");
}

void tst_AbstractNames::names()
{
    QTest::addColumn<QByteArray>("name");
    const QByteArray unique = uniqueName().toLatin1();
    QTest::newRow("text") << unique + " name";
    QTest::newRow("zero inside") << unique + QByteArray("\0inside", 7);
    QTest::newRow("zeros at the end") << unique + QByteArray("\0\0", 2);
    QTest::newRow("zero at the beginning") << QByteArray("\0", 1) + unique;
    QTest::newRow("no text") << unique + "\xff\x80\x01\n";
    QTest::newRow("as long as can be") << unique
            + QByteArray(UnixAddress::maximumAbstractLength() - unique.size(), 'x');
}

static QStringList python(const QByteArray &name, const char *what)
{
    const QString script = QStringLiteral("import socket, sys\n"
                                          "s = socket.socket(socket.AF_UNIX)\n"
                                          "name = b'\\0' + bytes.fromhex(sys.argv[1])\n")
        + QLatin1String(what);
    return { QStringLiteral("-c"), script, QString::fromLatin1(name.toHex()) };
}

void tst_AbstractNames::pythonConnects()
{
    QFETCH(QByteArray, name);
    UnixServer server;
    QVERIFY2(server.listen(UnixAddress::abstract(name)), qPrintable(server.error().message()));
    Peer peer(python(name,
                     "s.connect(name)\n"
                     "s.sendall(s.getpeername())\n"),
              QStringLiteral("python3"));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<UnixSocket> socket(server.nextPendingConnection());
    QVERIFY(spinUntil([&] { return socket->state() == Device::State::Closed; }));
    QCOMPARE(socket->readAll(), '\0' + name); // as the kernel reports it
}

void tst_AbstractNames::pythonServes()
{
    QFETCH(QByteArray, name);
    Peer peer(python(name,
                     "s.bind(name)\n"
                     "s.listen()\n"
                     "print('READY', flush=True)\n"
                     "s.accept()[0].sendall(b'welcome')\n"),
              QStringLiteral("python3"));
    QVERIFY(peer.waitForLine("READY"));
    UnixSocket socket;
    socket.connectToServer(UnixAddress::abstract(name));
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QVERIFY2(!socket.error(), qPrintable(socket.error().message()));
    QCOMPARE(socket.readAll(), QByteArray("welcome"));
    UnixServer other; // of a name in use
    QVERIFY(!other.listen(UnixAddress::abstract(uniqueName().toLatin1() + QByteArray(200, 'x'))));
    QCOMPARE(other.error().code(), Error::NameTooLong);
}

void tst_AbstractNames::namesThatDifferInOneByte_areDifferent()
{
    const QByteArray name = uniqueName().toLatin1();
    UnixServer one, two, three;
    QVERIFY(one.listen(UnixAddress::abstract(name)));
    QVERIFY(two.listen(UnixAddress::abstract(name + '\0')));
    QVERIFY(three.listen(UnixAddress::abstract(name + QByteArray("\0\0", 2))));
    UnixServer again;
    QVERIFY(!again.listen(UnixAddress::abstract(name + '\0')));
    QCOMPARE(again.error().code(), Error::NameInUse);
    UnixSocket socket;
    socket.connectToServer(UnixAddress::abstract(name + '\0'));
    QVERIFY(spinUntil([&] { return two.hasPendingConnections(); }));
    QVERIFY(!one.hasPendingConnections() && !three.hasPendingConnections());
    QCOMPARE(socket.serverAddress().bytes(), name + '\0');
}

void tst_AbstractNames::longestName_isAccepted()
{
    const QByteArray name = uniqueName().toLatin1();
    const int limit = UnixAddress::maximumAbstractLength();
    UnixServer server;
    QVERIFY(server.listen(UnixAddress::abstract(name + QByteArray(limit - name.size(), 'x'))));
    server.close();
    QVERIFY(!server.listen(UnixAddress::abstract(name + QByteArray(limit + 1 - name.size(), 'x'))));
    QCOMPARE(server.error().code(), Error::NameTooLong);
    QVERIFY2(server.error().message().contains(QString::number(limit)), qPrintable(server.error().message()));
}

QTEST_GUILESS_MAIN(tst_AbstractNames)
#include "tst_abstractnames.moc"
