// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reads any bytes as the variables of a supervisor, one per line: LISTEN_PID, LISTEN_FDS,
// LISTEN_FDNAMES and NOTIFY_SOCKET.
//
// The library uses their values or reports an error. A notification arrives where the variable
// says, or an error gives the reason.

#include "fuzzing.h"

#include "primitives/unix/activationvariables.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/unixactivation.h>
#include <QtInterprocess/unixaddress.h>

#include <QtCore/qtemporarydir.h>

using namespace QtInterprocess;
using Fuzzing::require;

namespace {

constexpr qint64 Process = 4711;

void checkNames(const ActivationVariables &variables)
{
    const auto names = activatedNames(variables, Process);
    if (!names) {
        require(names.error().code() == Error::InvalidOperation && !names.error().message().isEmpty());
        return;
    }
    require(names->isEmpty()
            || (variables.process.toLongLong() == Process && names->size() == variables.count.toInt()));
    require(names->size() <= 4096);
    if (!names->isEmpty() && !variables.names.isEmpty())
        require(names->join(QLatin1Char(':')) == variables.names);
}

void checkPlace(const QByteArray &variable)
{
    const auto place = notificationPlace(variable);
    if (!place)
        return;
    const bool isAbstract = place->kind == os::SocketName::Kind::Abstract;
    require((isAbstract ? '@' + place->bytes : place->bytes) == variable);
}

// Any text is one assignment or none.
void checkAssignments(const QString &text)
{
    const auto status = statusAssignment(text);
    require(!status || (status->startsWith("STATUS=") && !status->contains('\n') && !status->contains('\0')));
    const auto name = nameAssignment(text);
    require(!name || (name->startsWith("FDNAME=") && name->size() <= 7 + 255 && !name->contains('\n')));
}

// Uses names in a private folder, so that no other process is notified.
void checkNotification(QByteArray file)
{
    static const QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.path()) + '/'
        + file.replace('\0', '_').replace('/', '_').left(255);
    qputenv("NOTIFY_SOCKET", path);
    require(UnixActivation::wantsNotification());
    require(bool(UnixActivation::notify("READY=1")));
    if (file.isEmpty() || path.size() > UnixAddress::maximumPathLength())
        return;
    const OwnedHandle supervisor = Raw::serve(path, -1, SOCK_DGRAM);
    if (!supervisor)
        return;
    require(!UnixActivation::notify("READY=1"));
    char state[16];
    const ssize_t count = ::recv(int(supervisor.get()), state, sizeof state, MSG_DONTWAIT);
    require(QByteArrayView(state, std::max<ssize_t>(count, 0)) == QByteArrayView("READY=1"));
    require(::unlink(path.constData()) == 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Fuzzing::TimeLimit limit;
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const QList<QByteArray> lines = bytes.split('\n');
    const auto line = [&](qsizetype number) { return QString::fromLocal8Bit(lines.value(number)); };
    checkNames({ line(0), line(1), line(2) });
    checkNames({ QString::number(Process), line(1), line(2) });
    checkPlace(lines.value(3));
    checkAssignments(line(0));
    checkAssignments(QString::fromLatin1(bytes));
    require(watchdogMicroseconds(lines.value(1), lines.value(0), Process) == 0 || lines.value(0).isEmpty()
            || lines.value(0).toLongLong() == Process);
    checkNotification(lines.value(3));
    return 0;
}
