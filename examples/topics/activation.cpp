// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A service that systemd starts when the first client connects; started by hand, it listens itself.

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixActivation>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtimer.h>

#include <cstdio>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QString name = QStringLiteral("org.qtinterprocess.topics.%1").arg(QCoreApplication::applicationPid());

    //! [listen]
    std::unique_ptr<LocalServer> server = LocalServer::fromActivation(); // the socket of app.socket
    if (!server) {
        server = std::make_unique<LocalServer>(); // started by hand
        if (!server->listen(name))
            qFatal("%s", qPrintable(server->errorString()));
    }
    UnixActivation::notifyReady(QStringLiteral("serving")); // nothing happens without a supervisor
    //! [listen]

    //! [watchdog]
    QTimer watchdog;
    if (const std::chrono::milliseconds interval = UnixActivation::watchdogInterval(); interval.count() > 0) {
        QObject::connect(&watchdog, &QTimer::timeout, &app, [] { UnixActivation::notifyWatchdog(); });
        watchdog.start(interval / 2);
    }
    //! [watchdog]

    QObject::connect(server.get(), &LocalServer::newConnection, &app,
                     [&server] { server->nextPendingConnection()->write("served"); });
    LocalSocket client;
    QObject::connect(&client, &LocalSocket::readyRead, &app, [&client] {
        std::printf("%s\n", client.readAll().constData());
        QCoreApplication::quit();
    });
    client.connectToServer(LocalName::path(server->fullServerName()));
    return app.exec();
}
