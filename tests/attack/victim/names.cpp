// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Uses names in folders where another user may write.

#include "victim.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qfile.h>

#include <optional>

#include <sys/stat.h>
#include <unistd.h>

using namespace QtInterprocess;

namespace Victim {

namespace {

// A private file of this user, whose mode is watched.
class Secret
{
public:
    explicit Secret(const QString &path) : m_path(QFile::encodeName(path)), m_before(mode()) { }
    bool isOpenedUp() const { return mode() != m_before; }

private:
    mode_t mode() const
    {
        struct stat status = {};
        return stat(m_path.constData(), &status) == 0 ? status.st_mode & 07777 : 0;
    }

    const QByteArray m_path;
    const mode_t m_before;
};

// Repeats an attempt until the secret is opened up, within a number of attempts and seconds.
template <typename Attempt>
int repeat(int most, int seconds, const Secret &secret, Attempt attempt)
{
    QElapsedTimer timer;
    timer.start();
    int done = 0, succeeded = 0;
    while (done < most && timer.elapsed() < seconds * 1000 && !secret.isOpenedUp()) {
        ++done;
        succeeded += attempt();
    }
    print({ { QStringLiteral("attempts"), done },
            { QStringLiteral("succeeded"), succeeded },
            { QStringLiteral("openedUp"), secret.isOpenedUp() } });
    return 0;
}

} // namespace

// Parses "everyone", "group" or "group:NUMBER".
static Access accessOf(const QString &text)
{
    if (text == QLatin1String("everyone"))
        return Access::Everyone;
    const QString number = text.section(QLatin1Char(':'), 1);
    return number.isEmpty() ? Access(Access::Group) : Access::group(number);
}

int listenAgainAndAgain(const Arguments &arguments)
{
    const Secret secret(arguments.value(3));
    return repeat(arguments.value(2).toInt(), arguments.value(4).toInt(), secret, [&] {
        LocalServer server;
        server.setAccess(accessOf(arguments.value(1)));
        const bool listens = server.listen(arguments.value(0));
        usleep(500); // separates the attempts, so that the stranger can interfere
        return listens;
    });
}

int createFifoAgainAndAgain(const Arguments &arguments)
{
    const Secret secret(arguments.value(2));
    const auto everybody = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::WriteGroup
        | QFile::ReadOther | QFile::WriteOther;
    return repeat(arguments.value(1).toInt(), arguments.value(3).toInt(), secret, [&] {
        const bool isMade = !Fifo::create(arguments.value(0), everybody, Fifo::Umask::Ignored);
        usleep(300);
        (void)Fifo::remove(arguments.value(0));
        return isMade;
    });
}

int connectAgainAndAgain(const Arguments &arguments)
{
    QElapsedTimer timer;
    timer.start();
    int done = 0, connected = 0, strangers = 0;
    while (done < arguments.value(1).toInt() && timer.elapsed() < arguments.value(2).toInt() * 1000) {
        ++done;
        LocalSocket socket;
        socket.connectToServer(arguments.value(0));
        socket.write("a secret\n");
        if (!socket.waitForConnected(1000))
            continue;
        ++connected;
        strangers += socket.peerCredentials().userId() != getuid();
        socket.waitForBytesWritten(100);
    }
    print({ { QStringLiteral("attempts"), done },
            { QStringLiteral("connected"), connected },
            { QStringLiteral("strangers"), strangers } });
    return 0;
}

} // namespace Victim
