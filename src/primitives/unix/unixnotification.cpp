// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixactivation.h>

#include "os/processmark.h"
#include "os/unix/file.h"
#include "os/unix/pipe.h"
#include "os/unix/sendrecv.h"
#include "primitives/unix/activationvariables.h"
#include "support/errortext.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr const char *NotificationVariables[] = { "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID" };

// The values of the environment before removeNotificationVariables().
struct RememberedVariables
{
    std::mutex mutex;
    QByteArray values[std::size(NotificationVariables)];
};
os::PerProcess<RememberedVariables> rememberedVariables; // the supervisor does not wait for a forked child

enum class NotificationVariable { Socket, Interval, Watched };

QByteArray notificationVariable(NotificationVariable which)
{
    const char *const name = NotificationVariables[int(which)];
    if (qEnvironmentVariableIsSet(name))
        return qgetenv(name);
    RememberedVariables &all = rememberedVariables.get();
    const std::scoped_lock lock(all.mutex);
    return all.values[int(which)];
}

Error notNotified(const Error &error)
{
    return Error(error.code(), error.nativeCode(), QStringLiteral("notify the supervisor at"),
                 QString::fromLocal8Bit(notificationVariable(NotificationVariable::Socket)),
                 ErrorText::detailOf(error));
}

// Copies the handles; the copies are closed after sending.
Result<std::vector<OwnedHandle>> copiesOf(const std::vector<qintptr> &handles)
{
    std::vector<OwnedHandle> copies;
    for (const qintptr handle : handles) {
        auto copy = os::duplicate(int(handle));
        if (!copy)
            return copy.error();
        copies.push_back(std::move(*copy));
    }
    return copies;
}

Error sendNotification(const QByteArray &state, const std::vector<OwnedHandle> &handles)
{
    const auto name = notificationPlace(notificationVariable(NotificationVariable::Socket));
    if (!name)
        return name.error();
    const auto address = os::SocketAddress::toConnect(*name);
    if (!address)
        return address.error();
    const auto socket = os::createSocket(os::SocketType::Datagram);
    if (!socket)
        return socket.error();
    const ByteQueue::View view { state.constData(), state.size() };
    const auto sent = os::sendMessage(int(socket->get()), &view, 1, handles, &*address);
    if (!sent)
        return sent.error();
    if (sent->outcome == os::Transfer::WouldBlock)
        return Error(Error::ResourceExhausted, 0, QString(), QString(),
                     ErrorText::tr("the queue of the supervisor is full; try again later"));
    return sent->handlesRefused ? os::handlesRefused() : Error();
}

Error notifyWithStatus(const QByteArray &state, const QString &status)
{
    if (status.isEmpty())
        return UnixActivation::notify(state);
    const auto assignment = statusAssignment(status);
    return assignment ? UnixActivation::notify(state + '\n' + *assignment) : notNotified(assignment.error());
}

} // namespace

bool UnixActivation::wantsNotification()
{
    return !notificationVariable(NotificationVariable::Socket).isEmpty();
}

Error UnixActivation::notify(const QByteArray &state, const std::vector<qintptr> &handles)
{
    const auto copies = copiesOf(handles);
    const Error error = copies ? sendNotification(state, *copies) : copies.error();
    return error ? notNotified(error) : Error();
}

Error UnixActivation::notifyReady(const QString &status)
{
    return notifyWithStatus("READY=1", status);
}

Error UnixActivation::notifyReloading(const QString &status)
{
    // Supervisors compare the value with CLOCK_MONOTONIC. On all their systems steady_clock is that
    // clock.
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
    return notifyWithStatus("RELOADING=1\nMONOTONIC_USEC=" + QByteArray::number(qint64(microseconds)), status);
}

Error UnixActivation::notifyStopping(const QString &status)
{
    return notifyWithStatus("STOPPING=1", status);
}

Error UnixActivation::notifyStatus(const QString &status)
{
    const auto assignment = statusAssignment(status);
    return assignment ? notify(*assignment) : notNotified(assignment.error());
}

Error UnixActivation::notifyWatchdog()
{
    return notify("WATCHDOG=1");
}

std::chrono::milliseconds UnixActivation::watchdogInterval()
{
    const quint64 interval = watchdogMicroseconds(notificationVariable(NotificationVariable::Interval),
                                                  notificationVariable(NotificationVariable::Watched), os::processId());
    constexpr quint64 Most = quint64(std::numeric_limits<int>::max()); // the longest interval of a QTimer
    if (interval == 0)
        return std::chrono::milliseconds(0);
    return std::chrono::milliseconds(int(std::clamp<quint64>(interval / 1000, 1, Most)));
}

Error UnixActivation::storeHandle(qintptr handle, const QString &name)
{
    const auto assignment = nameAssignment(name);
    return assignment ? notify("FDSTORE=1\n" + *assignment, { handle }) : notNotified(assignment.error());
}

Error UnixActivation::removeStoredHandles(const QString &name)
{
    const auto assignment = nameAssignment(name);
    return assignment ? notify("FDSTOREREMOVE=1\n" + *assignment) : notNotified(assignment.error());
}

void UnixActivation::removeNotificationVariables()
{
    RememberedVariables &all = rememberedVariables.get();
    const std::scoped_lock lock(all.mutex);
    for (size_t i = 0; i < std::size(NotificationVariables); ++i) {
        if (qEnvironmentVariableIsSet(NotificationVariables[i]))
            all.values[i] = qgetenv(NotificationVariables[i]);
        qunsetenv(NotificationVariables[i]);
    }
}

} // namespace QtInterprocess
