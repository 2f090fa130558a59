// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixactivation.h>

#include "os/processmark.h"
#include "os/unix/admission.h"
#include "os/unix/file.h"
#include "os/unix/pipe.h"
#include "primitives/unix/activationvariables.h"
#include "support/errortext.h"

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

// The remaining handles that this process was started with.
struct Activation
{
    std::mutex mutex;
    bool isRead = false;
    std::vector<Handle> handles;
    Error error;
};
os::PerProcess<Activation> activation; // a forked child looks again, and finds nothing

Error failure(Error::Code code, const QString &subject, const ErrorText &why)
{
    return Error(code, 0, QStringLiteral("take the activated socket"), subject, why);
}

void readEnvironment(Activation &all)
{
    all.isRead = true;
    const auto names = activatedNames(ActivationVariables::fromEnvironment(), os::processId());
    if (!names) {
        all.error = failure(names.error().code(), QString(), ErrorText::of(names.error()));
        return;
    }
    const int count = int(names->size());
    // Check all handles first. If the supervisor has promised too many, a number may be closed, or
    // belong to the program or Qt.
    for (int fd = FirstHandle; fd < FirstHandle + count; ++fd) {
        if (!os::isNotInherited(fd))
            continue;
        all.error = failure(Error::InvalidOperation, QString(),
                            ErrorText::tr("LISTEN_FDS is %1, but descriptor %2 was not passed").arg(count).arg(fd));
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

// Takes the first handle of that name for which check finds no problem.
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
            why = failure(wrong.code(), handle->name, ErrorText::of(wrong));
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
                      ErrorText::tr("the supervisor passed no handle of that name, or it was already taken"));
    if (error)
        *error = why;
    return {};
}

} // namespace

OwnedHandle takeActivated(const QString &name, os::SocketType type, os::Role role, const Access &access, Error *error)
{
    if (const auto admission = os::Admission::of(access); !admission) {
        if (error)
            *error = failure(admission.error().code(), name, ErrorText::of(admission.error()));
        return {};
    }
    return takeChecked(
        name, [=](int fd) { return os::checkSocket(fd, type, role); }, error);
}

static Error checkReadableFifo(int fd)
{
    const auto status = os::statusOf(fd);
    if (!status)
        return status.error();
    const auto readable = os::allows(fd, os::FileAccess::Read);
    if (!readable)
        return readable.error();
    const bool isFifo = status->type == os::FileStatus::Type::Fifo;
    if (isFifo && *readable)
        return {};
    return failure(Error::InvalidOperation, QString(),
                   isFifo ? ErrorText::tr("the FIFO is not open for reading") : ErrorText::tr("not a FIFO"));
}

OwnedHandle takeActivatedFifo(const QString &name, Error *error)
{
    return takeChecked(name, checkReadableFifo, error);
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

} // namespace QtInterprocess
