// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/signals.h>

#include "os/win/consolecontrol.h"
#include "os/win/process.h"
#include "os/win/signalnames.h"
#include "support/errortext.h"

#include <atomic>
#include <limits>

namespace QtInterprocess {

static std::atomic<bool> s_ignoresInterrupt { false }; // the system does not provide it

static Error refusal(Error::Code code, const QByteArray &operation, qint64 id, const ErrorText &why)
{
    return Error(code, 0, QString::fromLatin1(operation), QString::number(id), why);
}

static Error checkTarget(const QByteArray &operation, qint64 id)
{
    if (id < 1 || id > std::numeric_limits<quint32>::max())
        return refusal(Error::InvalidOperation, operation, id,
                       ErrorText::tr("not the ID of a process or process group"));
    return {};
}

static Error checkSend(const QByteArray &operation, qint64 id, int number)
{
    if (!os::isSignal(number))
        return refusal(Error::InvalidOperation, operation, id, ErrorText::tr("this system has no such signal"));
    return checkTarget(operation, id);
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

bool Signals::isRealTime(int)
{
    return false;
}

int Signals::realTime(int)
{
    return 0;
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
    if (Error error = checkSend(operation, processId, number))
        return error;
    if (number != os::Kill && number != os::Terminate)
        return refusal(Error::Unsupported, operation, processId,
                       ErrorText::tr("Windows cannot send this signal to a single process; use SIGTERM or SIGKILL"));
    const auto process = os::openProcess(quint32(processId), os::ProcessUse::End, operation.constData());
    return process ? os::terminateProcess(process->get(), quint32(number), operation.constData()) : process.error();
}

Error Signals::sendToGroup(qint64 groupId, int number)
{
    const QByteArray operation = sending(number, " to the group");
    if (Error error = checkSend(operation, groupId, number))
        return error;
    if (number != os::Break) // Windows reports success for Ctrl-C, but no process of the group receives it
        return refusal(Error::Unsupported, operation, groupId,
                       ErrorText::tr("Windows can send only SIGBREAK to a group"));
    return os::sendConsoleEvent(os::ControlBreak, quint32(groupId), operation.constData());
}

Error Signals::queue(qint64 processId, int number, int)
{
    return refusal(Error::Unsupported, sending(number, " to"), processId,
                   ErrorText::tr("Windows has no signals with a value; call send()"));
}

Error Signals::probe(qint64 processId)
{
    static const char operation[] = "find the process";
    if (Error error = checkTarget(operation, processId))
        return error;
    const auto process = os::openProcess(quint32(processId), os::ProcessUse::Wait, operation);
    if (!process)
        return process.error();
    if (os::waitForProcess(process->get(), QDeadlineTimer(0))) // an open handle keeps its ID
        return refusal(Error::NotFound, operation, processId, ErrorText::tr("the process has ended"));
    return {};
}

Signals::Disposition Signals::disposition(int number)
{
    return number == os::Interrupt && s_ignoresInterrupt ? Disposition::Ignore : Disposition::Default;
}

Error Signals::setDisposition(int number, Disposition disposition)
{
    const auto refused = [number](Error::Code code, const ErrorText &why) {
        return Error(code, 0, QStringLiteral("set the action of"), os::signalSubject(number), why);
    };
    if (!os::isCatchable(number))
        return refused(Error::InvalidOperation, ErrorText::tr("the action of this signal cannot be changed"));
    if (disposition == Disposition::Handled)
        return refused(Error::InvalidOperation, ErrorText::tr("Handled cannot be set; use SignalWatcher"));
    if (number != os::Interrupt)
        return refused(Error::Unsupported, ErrorText::tr("Windows can ignore only SIGINT"));
    const bool ignore = disposition == Disposition::Ignore;
    const Error error = os::ignoreControlC(ignore);
    if (!error)
        s_ignoresInterrupt = ignore;
    return error;
}

} // namespace QtInterprocess
