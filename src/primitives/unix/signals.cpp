// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/signals.h>

#include "os/unix/signalhandler.h"
#include "os/unix/signalnames.h"
#include "os/unix/signalsend.h"
#include "support/errortext.h"

#include <limits>

namespace QtInterprocess {

static Error refusal(const char *operation, qint64 id, const ErrorText &why)
{
    return Error(Error::InvalidOperation, 0, QString::fromLatin1(operation), QString::number(id), why);
}

// Rejects IDs that kill() does not take for one process or one group.
static Error checkTarget(const char *operation, qint64 id, qint64 least)
{
    if (id < least || id > std::numeric_limits<pid_t>::max())
        return refusal(operation, id, ErrorText::tr("not the ID of a process or process group"));
    return {};
}

static Error checkSend(const char *operation, qint64 id, qint64 least, int number)
{
    if (!os::isSignal(number))
        return refusal(operation, id, ErrorText::tr("this system has no such signal"));
    return checkTarget(operation, id, least);
}

static QByteArray sending(int number, const char *to)
{
    return "send " + os::signalSubject(number).toLatin1() + to;
}

QString Signals::name(int number)
{
    return os::signalName(number);
}

int Signals::fromName(const QString &name)
{
    bool ok = false;
    if (const int number = name.toInt(&ok); ok)
        return isValid(number) ? number : 0;
    const bool isPrefixed = name.startsWith(QLatin1String("SIG"), Qt::CaseInsensitive);
    return os::signalNumber(isPrefixed ? name.mid(3) : name);
}

QList<int> Signals::all()
{
    return os::allSignals();
}

bool Signals::isValid(int number)
{
    return os::isSignal(number);
}

bool Signals::isRealTime(int number)
{
    return os::isRealTimeSignal(number);
}

int Signals::realTime(int offset)
{
    const int first = os::firstRealTimeSignal();
    return first > 0 && offset >= 0 && offset <= os::lastRealTimeSignal() - first ? first + offset : 0;
}

bool Signals::isCatchable(int number)
{
    return os::isCatchable(number);
}

bool Signals::isFault(int number)
{
    return os::isFault(number);
}

Error Signals::send(qint64 processId, int number)
{
    const QByteArray operation = sending(number, " to");
    if (Error error = checkSend(operation.constData(), processId, 1, number))
        return error;
    return os::sendSignal(pid_t(processId), number, operation.constData());
}

Error Signals::sendToGroup(qint64 groupId, int number)
{
    const QByteArray operation = sending(number, " to the group");
    if (Error error = checkSend(operation.constData(), groupId, 2, number))
        return error;
    return os::sendSignal(-pid_t(groupId), number, operation.constData());
}

Error Signals::queue(qint64 processId, int number, int value)
{
    const QByteArray operation = sending(number, " to");
    if (Error error = checkSend(operation.constData(), processId, 1, number))
        return error;
    return os::queueSignal(pid_t(processId), number, value, operation.constData());
}

Error Signals::probe(qint64 processId)
{
    static const char operation[] = "find the process";
    if (Error error = checkTarget(operation, processId, 1))
        return error;
    return os::sendSignal(pid_t(processId), 0, operation);
}

Signals::Disposition Signals::disposition(int number)
{
    if (!os::isSignal(number))
        return Disposition::Default;
    switch (os::signalAction(number)) {
    case os::SignalAction::Default: return Disposition::Default;
    case os::SignalAction::Ignore: return Disposition::Ignore;
    case os::SignalAction::Function: break;
    }
    return Disposition::Handled;
}

Error Signals::setDisposition(int number, Disposition disposition)
{
    const auto refused = [number](const ErrorText &why) {
        return Error(Error::InvalidOperation, 0, QStringLiteral("set the action of"), os::signalSubject(number), why);
    };
    if (!os::isCatchable(number))
        return refused(ErrorText::tr("the action of this signal cannot be changed"));
    if (disposition == Disposition::Handled)
        return refused(ErrorText::tr("Handled cannot be set; use SignalWatcher"));
    return os::setSignalAction(
        number, disposition == Disposition::Ignore ? os::SignalAction::Ignore : os::SignalAction::Default);
}

} // namespace QtInterprocess
