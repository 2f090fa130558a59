// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Sends a line through the installed library, as a foreign C++17 program without an event loop.

#include <QtInterprocess/Access>
#include <QtInterprocess/Device>
#include <QtInterprocess/Error>
#include <QtInterprocess/Global>
#include <QtInterprocess/LocalName>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/OwnedHandle>
#include <QtInterprocess/PeerCredentials>
#include <QtInterprocess/QtInterprocess>
#include <QtInterprocess/Server>
#if QTINTERPROCESS_HAS_UNIX
#    include <QtInterprocess/UnixAddress>
#    include <QtInterprocess/UnixServer>
#    include <QtInterprocess/UnixSocket>
#endif
#include <QtInterprocess/localserver.h>
#include <QtInterprocess/localsocket.h>
#include <QtInterprocess/version.h>

#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

static int fail(const char *what, const Error &error)
{
    std::fprintf(stderr, "consumer: %s: %s\n", what, qPrintable(error.message()));
    return 1;
}

int main()
{
    const QString name = QStringLiteral("qtinterprocess-consumer-%1").arg(QCoreApplication::applicationPid());
    const QByteArray line = QByteArrayLiteral("hello from " QTINTERPROCESS_VERSION_STR "\n");

    LocalServer server;
    if (!server.listen(name))
        return fail("listen", server.error());

    LocalSocket sender;
    sender.connectToServer(name);
    if (!sender.waitForConnected(5000))
        return fail("waitForConnected", sender.error());
    if (!server.waitForNewConnection(5000))
        return fail("waitForNewConnection", server.error());
    LocalSocket *receiver = server.nextPendingConnection();
    if (!receiver)
        return fail("nextPendingConnection", server.error());

    if (sender.write(line) != line.size())
        return fail("write", sender.error());
    while (sender.bytesToWrite() > 0) {
        if (!sender.waitForBytesWritten(5000))
            return fail("waitForBytesWritten", sender.error());
    }
    while (!receiver->canReadLine()) {
        if (!receiver->waitForReadyRead(5000))
            return fail("waitForReadyRead", receiver->error());
    }
    if (receiver->readLine() != line)
        return fail("readLine", receiver->error());

    std::puts("consumer: the line has arrived");
    return 0;
}
