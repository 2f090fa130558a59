// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A time service that a supervisor such as systemd starts when the first client connects.
//
// It reports its state to the supervisor, and ends when it has had no client for some time. The
// supervisor keeps the socket, and starts the service again for the next client.

#include <QtInterprocess/Termination>
#include <QtInterprocess/UnixActivation>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdatetime.h>
#include <QtCore/qtimer.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

constexpr int DefaultIdleTime = 30000; // milliseconds

// Without a supervisor, a notification fails with NotFound. The service works all the same.
void report(const Error &error)
{
    if (error && error != Error::NotFound)
        std::fprintf(stderr, "timeservice: %s\n", qPrintable(error.message()));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const Termination termination;
    Error error;
    const auto server = UnixServer::fromActivation(QString(), Access::User, &error);
    if (!server) {
        std::fprintf(stderr, "timeservice: %s\n", qPrintable(error.message()));
        return 1;
    }

    QTimer idle;
    idle.setInterval(argc > 1 ? QByteArray(argv[1]).toInt() : DefaultIdleTime);
    QObject::connect(&idle, &QTimer::timeout, &app, &QCoreApplication::quit);
    QObject::connect(server.get(), &UnixServer::newConnection, &app, [&] {
        while (UnixSocket *client = server->nextPendingConnection()) {
            QObject::connect(client, &UnixSocket::disconnected, client, &QObject::deleteLater);
            client->write(QDateTime::currentDateTime().toString(Qt::ISODate).toUtf8() + '\n');
            client->close(); // delivers the answer first
        }
        idle.start();
    });

    // The supervisor ends a service that does not report in time.
    QTimer watchdog;
    QObject::connect(&watchdog, &QTimer::timeout, &app, [] { report(UnixActivation::notifyWatchdog()); });
    if (const auto interval = UnixActivation::watchdogInterval(); interval.count() > 0)
        watchdog.start(interval / 2);

    idle.start();
    report(UnixActivation::notifyReady(QStringLiteral("serving the time")));
    const int code = QCoreApplication::exec();
    report(UnixActivation::notifyStopping());
    return code;
}
