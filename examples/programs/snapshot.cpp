// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Sends a file to each client and closes the connection at once.
//
// The library delivers the output in the background. Limits keep clients that do not read from
// filling the memory:
//     snapshot FILE NAME [TIMEOUT_MS]
//     qtipc connect NAME

#include <QtInterprocess/LingerLimits>
#include <QtInterprocess/LingerStatus>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>
#include <QtCore/qtimer.h>

#include <cstdio>
#include <memory>

using namespace QtInterprocess;

namespace {

constexpr int DefaultTimeout = 5000; // milliseconds in which a client must read something
constexpr int MaximumClients = 100;
constexpr qint64 MaximumBytes = 256 * 1024 * 1024;
constexpr int ReportInterval = 50; // milliseconds

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

// Prints the numbers of clients when one of them has changed.
void report()
{
    static int shownCount = 0;
    static qint64 shownAbandoned = 0;
    const LingerStatus status = Device::lingerStatus();
    if (status.count() == shownCount && status.abandoned() == shownAbandoned)
        return;
    shownCount = status.count();
    shownAbandoned = status.abandoned();
    say(QStringLiteral("reading: %1, abandoned: %2").arg(shownCount).arg(shownAbandoned));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QFile file(QString::fromLocal8Bit(argc > 2 ? argv[1] : ""));
    if (argc < 3 || argc > 4 || !file.open(QIODevice::ReadOnly)) {
        std::fprintf(stderr, "Usage: snapshot FILE NAME [TIMEOUT_MS]\n");
        return 2;
    }
    const QByteArray content = file.readAll();
    const int timeout = argc > 3 ? QByteArray(argv[3]).toInt() : DefaultTimeout;
    Device::setLingerLimits(LingerLimits(timeout, MaximumClients, MaximumBytes));

    LocalServer server;
    QObject::connect(&server, &LocalServer::newConnection, &app, [&] {
        while (const std::unique_ptr<LocalSocket> client { server.nextPendingConnection() })
            client->write(content); // the destructor closes the socket, and the output is still delivered
        report();
    });
    if (!server.listen(QString::fromLocal8Bit(argv[2]))) {
        std::fprintf(stderr, "snapshot: %s\n", qPrintable(server.errorString()));
        return 1;
    }
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &app, &report);
    timer.start(ReportInterval);
    const Termination termination;
    say(QStringLiteral("listening"));
    const int code = QCoreApplication::exec();
    server.close();
    Device::drainAll(timeout); // the last clients
    return code;
}
