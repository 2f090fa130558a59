// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Every option of a named pipe, as other programs see it.

#include "testsupport/testsupport.h"
#include "testsupport/win/rawpipe.h"

#include <QtInterprocess/NamedPipeServer>
#include <QtInterprocess/NamedPipeSocket>

#include <QtCore/qelapsedtimer.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NamedPipeOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badOptions_data();
    void badOptions();
    void severalServersMayShareAName();
    void remoteClientsAreRejected();
    void directions_data();
    void directions();
    void modes_data();
    void modes();
    void securityDescriptors_data();
    void securityDescriptors();
    void inheritable_data();
    void inheritable();
    void bufferSizes();
    void defaultWaitTimeout();
};

// Waits until the server has count instances that wait for clients.
static bool waitForInstances(const NamedPipeServer &server, int count)
{
    return spinUntil([&] {
        DWORD instances = 0;
        return ::GetNamedPipeHandleStateW(Raw::native(server.nativeHandle()), nullptr, &instances, nullptr, nullptr,
                                          nullptr, 0)
            && int(instances) == count;
    });
}

static std::unique_ptr<NamedPipeSocket> accept(NamedPipeServer &server)
{
    if (!spinUntil([&] { return server.hasPendingConnections(); }))
        return nullptr;
    std::unique_ptr<NamedPipeSocket> socket(server.nextPendingConnection());
    socket->setParent(nullptr);
    return socket;
}

void tst_NamedPipeOptions::badOptions_data()
{
    QTest::addColumn<NamedPipeOptions>("options");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *what, const char *reason, auto change) {
        NamedPipeOptions options;
        change(options);
        QTest::newRow(what) << options << QString::fromLatin1(reason);
    };
    using O = NamedPipeOptions &;
    row("no instance", "maximumInstances is 0; it can be 1 to 255", [](O o) { o.setMaximumInstances(0); });
    row("too many", "maximumInstances is 256; it can be 1 to 255", [](O o) { o.setMaximumInstances(256); });
    row("input", "a buffer size is negative", [](O o) { o.setInputBufferSize(-1); });
    row("output", "a buffer size is negative", [](O o) { o.setOutputBufferSize(-4096); });
    row("timeout", "defaultWaitTimeout is -2; it can be -1, 0 or more", [](O o) { o.setDefaultWaitTimeout(-2); });
}

void tst_NamedPipeOptions::badOptions()
{
    QFETCH(const NamedPipeOptions, options);
    QFETCH(const QString, reason);
    const QString name = uniqueName();
    NamedPipeServer server;
    QVERIFY(!server.listen(name, options));
    QVERIFY(!server.isListening());
    QCOMPARE(server.error().code(), Error::InvalidOperation);
    QCOMPARE(server.error().message(), QStringLiteral("listen on \"%1\": %2").arg(Raw::path(name), reason));
    QVERIFY(!Raw::open(Raw::path(name)));
    QCOMPARE(::GetLastError(), DWORD(ERROR_FILE_NOT_FOUND));
}

void tst_NamedPipeOptions::severalServersMayShareAName()
{
    const QString name = uniqueName();
    NamedPipeOptions options;
    options.setFirstInstance(false);
    NamedPipeServer first;
    NamedPipeServer second;
    QVERIFY(first.listen(name, options));
    QVERIFY2(second.listen(name, options), qPrintable(second.error().message()));
    // More clients than one of the servers can serve without its event loop.
    std::vector<OwnedHandle> clients;
    for (OwnedHandle client = Raw::open(Raw::path(name)); client; client = Raw::open(Raw::path(name)))
        clients.push_back(std::move(client));
    QVERIFY(clients.size() >= 2);
    QVERIFY(spinUntil([&] { return first.hasPendingConnections() && second.hasPendingConnections(); }));
}

void tst_NamedPipeOptions::remoteClientsAreRejected()
{
    if (isWine())
        QSKIP("Wine does not connect to pipes by the name of a machine");
    const QString name = uniqueName();
    const QString remote = QStringLiteral("\\\\127.0.0.1\\pipe\\") + name;
    NamedPipeServer server;
    QVERIFY(server.listen(name));
    QVERIFY(!Raw::open(remote));
    server.close();
    NamedPipeOptions options;
    options.setRemoteClients(true);
    QVERIFY(server.listen(name, options));
    QVERIFY(Raw::open(remote));
}

void tst_NamedPipeOptions::directions_data()
{
    QTest::addColumn<int>("direction");
    QTest::addColumn<int>("mode"); // of the server's end
    QTest::newRow("duplex") << int(NamedPipeDirection::Duplex) << int(QIODevice::ReadWrite);
    QTest::newRow("inbound") << int(NamedPipeDirection::Inbound) << int(QIODevice::ReadOnly);
    QTest::newRow("outbound") << int(NamedPipeDirection::Outbound) << int(QIODevice::WriteOnly);
}

void tst_NamedPipeOptions::directions()
{
    QFETCH(const int, direction);
    QFETCH(const int, mode);
    const QString name = uniqueName();
    NamedPipeOptions options;
    options.setDirection(NamedPipeDirection(direction));
    NamedPipeServer server;
    QVERIFY2(server.listen(name, options), qPrintable(server.error().message()));
    const bool serverReads = mode & QIODevice::ReadOnly;
    const bool serverWrites = mode & QIODevice::WriteOnly;
    // A client cannot open the pipe for a direction that it lacks.
    NamedPipeSocket both;
    both.connectToServer(name);
    QCOMPARE(both.waitForConnected(5000), serverReads && serverWrites);
    if (!both.isOpen())
        QCOMPARE(both.error().code(), Error::AccessDenied);
    else
        delete accept(server).release();
    if (serverReads) {
        NamedPipeSocket client;
        client.connectToServer(name, QIODevice::WriteOnly);
        QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
        const auto socket = accept(server);
        QVERIFY(socket);
        QCOMPARE(int(socket->openMode() & QIODevice::ReadWrite), mode);
        QVERIFY(!client.isReadable());
        client.write("inbound");
        QVERIFY(client.waitForBytesWritten(5000));
        QVERIFY(spinUntil([&] { return socket->bytesAvailable() == 7; }));
        QCOMPARE(socket->readAll(), QByteArray("inbound"));
        if (!serverWrites)
            QCOMPARE(socket->write("x"), qint64(-1));
        client.close();
        QVERIFY(spinUntil([&] { return socket->state() == Device::State::Closed; }));
    }
    if (serverWrites) {
        NamedPipeSocket client;
        client.connectToServer(name, QIODevice::ReadOnly);
        QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
        const auto socket = accept(server);
        QVERIFY(socket);
        QCOMPARE(int(socket->openMode() & QIODevice::ReadWrite), mode);
        socket->write("outbound");
        QVERIFY2(socket->waitForBytesWritten(5000), qPrintable(socket->error().message()));
        QVERIFY(spinUntil([&] { return client.bytesAvailable() == 8; }));
        QCOMPARE(client.readAll(), QByteArray("outbound"));
        QVERIFY(!client.isWritable());
        socket->close();
        QVERIFY(spinUntil([&] { return client.state() == Device::State::Closed; }));
    }
}

void tst_NamedPipeOptions::modes_data()
{
    QTest::addColumn<bool>("messages");
    QTest::newRow("bytes") << false;
    QTest::newRow("messages") << true;
}

void tst_NamedPipeOptions::modes()
{
    QFETCH(const bool, messages);
    const QString name = uniqueName();
    NamedPipeOptions options;
    options.setMode(messages ? NamedPipeMode::Messages : NamedPipeMode::Bytes);
    NamedPipeServer server;
    QVERIFY(server.listen(name, options));
    QVERIFY(server.options().mode() == options.mode());
    const OwnedHandle client = Raw::open(Raw::path(name));
    DWORD flags = 0;
    QVERIFY(::GetNamedPipeInfo(Raw::native(client), &flags, nullptr, nullptr, nullptr));
    QCOMPARE(bool(flags & PIPE_TYPE_MESSAGE), messages);
    const auto socket = accept(server);
    QVERIFY(socket);
    QVERIFY(socket->mode() == options.mode());
}

void tst_NamedPipeOptions::securityDescriptors_data()
{
    QTest::addColumn<Access>("access");
    QTest::addColumn<QString>("others"); // the other users and their rights
    const QString sddl = QStringLiteral("O:%1D:P(A;;FA;;;%1)(A;;0x120089;;;WD)").arg(Raw::user());
    QTest::newRow("user") << Access(Access::User) << QString();
    QTest::newRow("everyone") << Access(Access::Everyone) << QStringLiteral("(A;;0x12019b;;;WD)");
    QTest::newRow("custom descriptor") << Access::fromSecurityDescriptor(sddl) << QStringLiteral(";;;WD)");
    QTest::newRow("mode") << Access::fromMode(0777) << QStringLiteral("(A;;0x12019b;;;WD)");
    QTest::newRow("group") << Access::group(QStringLiteral("S-1-5-32-545")) << QStringLiteral("(A;;0x12019b;;;BU)");
    QTest::newRow("group by its name") << Access::group(Raw::nameOf(QStringLiteral("S-1-5-32-545")))
                                       << QStringLiteral("(A;;0x12019b;;;BU)");
}

void tst_NamedPipeOptions::securityDescriptors()
{
    QFETCH(const Access, access);
    QFETCH(const QString, others);
    const QString name = uniqueName();
    NamedPipeServer server;
    server.setAccess(access);
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    const OwnedHandle client = Raw::open(Raw::path(name));
    QVERIFY(client);
    const auto socket = accept(server);
    QVERIFY(socket);
    QVERIFY(waitForInstances(server, 9));
    // The first instance, and the one that was created after it.
    for (const qintptr handle : { socket->nativeHandle(), server.nativeHandle() }) {
        const QString sddl = Raw::securityOf(handle);
        QVERIFY2(sddl.startsWith(QStringLiteral("O:") + Raw::user()), qPrintable(sddl));
        QVERIFY2(sddl.contains(QStringLiteral("D:P")), qPrintable(sddl));
        QVERIFY2(sddl.contains(QStringLiteral(";;;%1)").arg(Raw::user())), qPrintable(sddl));
        QVERIFY2(sddl.contains(others), qPrintable(sddl));
        QVERIFY2(!others.isEmpty() || sddl.count(u'(') == 2, qPrintable(sddl)); // the user and the system
    }
}

void tst_NamedPipeOptions::inheritable_data()
{
    QTest::addColumn<bool>("wanted");
    QTest::newRow("no") << false;
    QTest::newRow("yes") << true;
}

void tst_NamedPipeOptions::inheritable()
{
    QFETCH(const bool, wanted);
    const QString name = uniqueName();
    NamedPipeOptions options;
    options.setInheritable(wanted);
    NamedPipeServer server;
    QVERIFY(server.listen(name, options));
    NamedPipeSocket client;
    client.connectToServer(name);
    const auto socket = accept(server);
    QVERIFY(socket);
    QVERIFY(client.waitForConnected(5000));
    QCOMPARE(Raw::isInheritable(server.nativeHandle()), wanted);
    QCOMPARE(Raw::isInheritable(socket->nativeHandle()), wanted);
    QVERIFY(!Raw::isInheritable(client.nativeHandle()));
}

void tst_NamedPipeOptions::bufferSizes()
{
    NamedPipeOptions options;
    options.setInputBufferSize(4096);
    options.setOutputBufferSize(8192);
    NamedPipeServer server;
    QVERIFY(server.listen(uniqueName(), options));
    DWORD out = 0;
    DWORD in = 0;
    QVERIFY(::GetNamedPipeInfo(Raw::native(server.nativeHandle()), nullptr, &out, &in, nullptr));
    QCOMPARE(in, DWORD(4096));
    QCOMPARE(out, DWORD(8192));
}

void tst_NamedPipeOptions::defaultWaitTimeout()
{
    const QString name = uniqueName();
    NamedPipeOptions options;
    options.setMaximumInstances(1);
    options.setDefaultWaitTimeout(300);
    NamedPipeServer server;
    QVERIFY(server.listen(name, options));
    const OwnedHandle client = Raw::open(Raw::path(name));
    QVERIFY(client);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!::WaitNamedPipeW(Raw::wide(Raw::path(name)), NMPWAIT_USE_DEFAULT_WAIT));
    QCOMPARE(::GetLastError(), DWORD(ERROR_SEM_TIMEOUT));
    QVERIFY2(timer.elapsed() >= 280 && timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(tst_NamedPipeOptions)
#include "tst_namedpipeoptions.moc"
