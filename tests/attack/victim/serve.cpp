// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs a server and measures it: the longest gap of its event loop, its memory, descriptors and
// errors.

#include "victim.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qelapsedtimer.h>

#include <functional>
#include <memory>
#include <type_traits>

using namespace QtInterprocess;

namespace Victim {

namespace {

constexpr int Tick = 10; // milliseconds

class Service : public QObject
{
public:
    // The access is "user", "everyone", or "filter:NUMBER" for everyone but that user.
    Service(const QString &mode, const QString &access)
        : m_mode(mode.section(QLatin1Char(':'), 0, 0)),
          m_access(access == QLatin1String("user") ? Access::User : Access::Everyone),
          m_refused(access.section(QLatin1Char(':'), 1).toUInt())
    {
        m_number = mode.section(QLatin1Char(':'), 1).toLongLong();
    }

    bool start(const QString &kind, const QString &name)
    {
        const auto address = name.startsWith(QLatin1Char('@')) ? UnixAddress::abstract(name.mid(1).toUtf8())
                                                               : UnixAddress::fromPath(name);
        if (kind == QLatin1String("stream"))
            return listen<UnixServer>(address);
        if (kind == QLatin1String("packets"))
            return listen<UnixSeqPacketServer>(address);
        if (kind == QLatin1String("local"))
            return listen<LocalServer>(name);
        auto *const socket = new UnixDatagramSocket(this);
        socket->setAccess(m_access);
        attend(socket);
        return socket->bind(address);
    }

    // Runs for that time and prints the figures.
    void run(int seconds)
    {
        QElapsedTimer clock;
        clock.start();
        qint64 last = 0, longest = 0;
        QTimer tick;
        connect(&tick, &QTimer::timeout, this, [&] {
            const qint64 now = clock.elapsed();
            longest = std::max(longest, now - last - Tick);
            last = now;
        });
        tick.start(Tick);
        print({ { QStringLiteral("ready"), true } });
        spin(seconds * 1000);
        print({ { QStringLiteral("gap"), longest },
                { QStringLiteral("megabytes"), peakKilobytes() / 1024 },
                { QStringLiteral("descriptors"), openDescriptors() },
                { QStringLiteral("alive"), m_alive },
                { QStringLiteral("served"), m_served },
                { QStringLiteral("errorsPerSecond"), double(m_errors) / seconds },
                { QStringLiteral("processor"), processorSeconds() } });
    }

private:
    template <typename ServerType, typename Name>
    bool listen(const Name &name)
    {
        auto *const server = new ServerType(this);
        server->setAccess(m_access);
        if (m_refused != 0)
            server->setConnectionFilter([this](const PeerCredentials &peer) { return *peer.userId() != m_refused; });
        connect(server, &Server::errorOccurred, this, [this] { ++m_errors; });
        connect(server, &Server::newConnection, this, [this, server] {
            while (server->hasPendingConnections())
                attend(server->nextPendingConnection());
        });
        return server->listen(name);
    }

    template <typename Socket>
    void attend(Socket *socket)
    {
        constexpr bool IsBound = std::is_same_v<Socket, UnixDatagramSocket>;
        ++m_served;
        ++m_alive;
        connect(socket, &QObject::destroyed, this, [this] { --m_alive; });
        connect(socket, &Device::errorOccurred, this, [this] { ++m_errors; });
        if constexpr (!IsBound)
            connect(socket, &Device::disconnected, socket, &QObject::deleteLater);
        if constexpr (!std::is_same_v<Socket, LocalSocket>) {
            if (m_mode == QLatin1String("handles"))
                socket->setMaximumPendingHandles(int(m_number));
        }
        if constexpr (IsBound) {
            if (m_mode == QLatin1String("unread")) {
                socket->setReadBufferSize(m_number);
                socket->setReceivesCredentials(true);
            }
        }
        if (m_mode == QLatin1String("reply")) {
            socket->write(QByteArray(qsizetype(m_number), 'r'));
            socket->close();
            socket->deleteLater();
        } else if (m_mode == QLatin1String("echo")) {
            connect(socket, &Device::readyRead, socket, [socket] { socket->write(socket->readAll()); });
        } else if (m_mode != QLatin1String("unread")) {
            connect(socket, &Device::readyRead, socket, [socket] {
                socket->readAll();
                if constexpr (!std::is_same_v<Socket, LocalSocket>)
                    socket->takeHandles();
            });
        }
    }

    const QString m_mode;
    const Access m_access;
    const quint32 m_refused; // a user ID; 0: none
    qint64 m_number = 0;
    int m_served = 0;
    int m_alive = 0;
    qint64 m_errors = 0;
};

} // namespace

int serve(const Arguments &arguments)
{
    Service service(arguments.value(3), arguments.value(2));
    if (!service.start(arguments.value(0), arguments.value(1)))
        return 1;
    service.run(arguments.value(4).toInt());
    _exit(0); // without waiting for lingering output
}

} // namespace Victim
