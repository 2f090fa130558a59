// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixactivation.h>

#include "os/processmark.h"
#include "os/unix/file.h"
#include "os/unix/pipe.h"
#include "os/unix/sendrecv.h"
#include "primitives/unix/activationvariables.h"

#include <mutex>
#include <utility>
#include <vector>

namespace QtInterprocess {

namespace {

constexpr int FirstHandle = 3;

struct Handle
{
    QString name;
    int fd;
};

// What is left of what this process was started with.
struct Activation
{
    std::mutex mutex;
    bool isRead = false;
    std::vector<Handle> handles;
    Error error;
};
os::PerProcess<Activation> activation; // a forked child looks again, and finds nothing

Error failure(Error::Code code, const QString &subject, const QString &why)
{
    return Error(code, 0, QStringLiteral("take the activated socket"), subject, why);
}

void readEnvironment(Activation &all)
{
    all.isRead = true;
    const auto names = activatedNames(ActivationVariables::fromEnvironment(), os::processId());
    if (!names) {
        all.error = failure(names.error().code(), QString(), names.error().reason());
        return;
    }
    const int count = int(names->size());
    // All of them first. One that is open by now may also be the program's own, of Qt say, if the supervisor has promised too
    // many.
    for (int fd = FirstHandle; fd < FirstHandle + count; ++fd) {
        if (!os::isNotInherited(fd))
            continue;
        all.error = failure(
            Error::InvalidOperation, QString(),
            QStringLiteral("LISTEN_FDS is %1, and descriptor %2 was not handed over").arg(count).arg(fd));
        return;
    }
    for (int i = 0; i < count; ++i) {
        (void)os::makeCloseOnExec(FirstHandle + i);
        all.handles.push_back({ names->at(i), FirstHandle + i });
    }
}

std::unique_lock<std::mutex> lookOnce(Activation &all)
{
    std::unique_lock lock(all.mutex);
    if (!all.isRead)
        readEnvironment(all);
    return lock;
}

// Asks check for each handle of that name, and takes the first one that it finds nothing wrong with.
template <typename Check>
OwnedHandle takeChecked(const QString &name, const Check &check, Error *error)
{
    Activation &all = activation.get();
    const auto lock = lookOnce(all);
    Error why = all.error;
    for (auto handle = all.handles.begin(); handle != all.handles.end(); ++handle) {
        if (!name.isEmpty() && handle->name != name)
            continue;
        if (const Error wrong = check(handle->fd)) {
            why = failure(wrong.code(), handle->name, wrong.reason());
            continue;
        }
        const int fd = handle->fd;
        all.handles.erase(handle);
        if (error)
            *error = {};
        return os::HandleClosing::received(fd);
    }
    if (!why)
        why = failure(Error::NotFound, name,
                      QStringLiteral("this process was handed none of that name, or it is taken"));
    if (error)
        *error = why;
    return {};
}

} // namespace

OwnedHandle takeActivated(const QString &name, os::SocketType type, os::Role role, Error *error)
{
    return takeChecked(
        name, [=](int fd) { return os::checkSocket(fd, type, role); }, error);
}

QStringList UnixActivation::names()
{
    Activation &all = activation.get();
    const auto lock = lookOnce(all);
    QStringList names;
    for (const Handle &handle : all.handles)
        names.append(handle.name);
    return names;
}

OwnedHandle UnixActivation::take(const QString &name, Error *error)
{
    return takeChecked(
        name, [](int) { return Error(); }, error);
}

void UnixActivation::removeVariables()
{
    Activation &all = activation.get();
    const auto lock = lookOnce(all);
    for (const char *const variable : { "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PIDFDID" })
        qunsetenv(variable);
}

bool UnixActivation::wantsNotification()
{
    return !qEnvironmentVariableIsEmpty("NOTIFY_SOCKET");
}

Error UnixActivation::notify(const QByteArray &state)
{
    const QByteArray place = qgetenv("NOTIFY_SOCKET");
    const auto fail = [&](const Error &error) {
        return Error(error.code(), error.nativeCode(), QStringLiteral("notify the supervisor at"),
                     QString::fromLocal8Bit(place), error.reason());
    };
    const auto name = notificationPlace(place);
    if (!name)
        return fail(name.error());
    const auto address = os::SocketAddress::toConnect(*name);
    if (!address)
        return fail(address.error());
    const auto socket = os::createSocket(os::SocketType::Datagram);
    if (!socket)
        return fail(socket.error());
    const ByteQueue::View view { state.constData(), state.size() };
    const auto sent = os::sendMessage(int(socket->get()), &view, 1, {}, &*address);
    if (!sent)
        return fail(sent.error());
    if (sent->outcome == os::Transfer::WouldBlock)
        return fail(Error(Error::ResourceExhausted, 0, QString(), QString(), QStringLiteral("there is no room now")));
    return {};
}

} // namespace QtInterprocess
