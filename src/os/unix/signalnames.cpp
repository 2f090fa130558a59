// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/signalnames.h"

#include <signal.h>

namespace QtInterprocess::os {

namespace {

struct SignalRow
{
    int number;
    const char *name;
};

// signalName() returns the first name of a number; the others are accepted as well.
constexpr SignalRow signalTable[] = {
    { SIGHUP, "HUP" },       { SIGINT, "INT" },       { SIGQUIT, "QUIT" }, { SIGILL, "ILL" },   { SIGTRAP, "TRAP" },
    { SIGABRT, "ABRT" },     { SIGABRT, "IOT" },      { SIGBUS, "BUS" },   { SIGFPE, "FPE" },   { SIGKILL, "KILL" },
    { SIGUSR1, "USR1" },     { SIGSEGV, "SEGV" },     { SIGUSR2, "USR2" }, { SIGPIPE, "PIPE" }, { SIGALRM, "ALRM" },
    { SIGTERM, "TERM" },     { SIGCHLD, "CHLD" },     { SIGCHLD, "CLD" },  { SIGCONT, "CONT" }, { SIGSTOP, "STOP" },
    { SIGTSTP, "TSTP" },     { SIGTTIN, "TTIN" },     { SIGTTOU, "TTOU" }, { SIGURG, "URG" },   { SIGXCPU, "XCPU" },
    { SIGXFSZ, "XFSZ" },     { SIGVTALRM, "VTALRM" }, { SIGPROF, "PROF" }, { SIGSYS, "SYS" },
#ifdef SIGPOLL
    { SIGPOLL, "POLL" },
#endif
#ifdef SIGIO
    { SIGIO, "IO" },
#endif
#ifdef SIGWINCH
    { SIGWINCH, "WINCH" },
#endif
#ifdef SIGPWR
    { SIGPWR, "PWR" },
#endif
#ifdef SIGSTKFLT
    { SIGSTKFLT, "STKFLT" },
#endif
#ifdef SIGINFO
    { SIGINFO, "INFO" },
#endif
#ifdef SIGEMT
    { SIGEMT, "EMT" },
#endif
};

const SignalRow *find(int number)
{
    for (const SignalRow &row : signalTable) {
        if (row.number == number)
            return &row;
    }
    return nullptr;
}

// Parses "RTMIN", "RTMIN+3" or "RTMAX-1".
int realTimeNumber(const QString &name)
{
    const int first = firstRealTimeSignal();
    const int last = lastRealTimeSignal();
    const bool fromFirst = name.startsWith(QLatin1String("RTMIN"), Qt::CaseInsensitive);
    if (first == 0 || (!fromFirst && !name.startsWith(QLatin1String("RTMAX"), Qt::CaseInsensitive)))
        return 0;
    const QString rest = name.mid(5);
    if (rest.isEmpty())
        return fromFirst ? first : last;
    bool ok = false;
    const int offset = rest.mid(1).toInt(&ok);
    if (!ok || !rest.at(1).isDigit() || rest.at(0) != QLatin1Char(fromFirst ? '+' : '-') || offset > last - first)
        return 0;
    return fromFirst ? first + offset : last - offset;
}

} // namespace

int firstRealTimeSignal()
{
#ifdef SIGRTMIN
    return SIGRTMIN;
#else
    return 0;
#endif
}

int lastRealTimeSignal()
{
#ifdef SIGRTMAX
    return qMin(SIGRTMAX, SignalLimit - 1);
#else
    return 0;
#endif
}

bool isRealTimeSignal(int number)
{
    return number > 0 && number >= firstRealTimeSignal() && number <= lastRealTimeSignal();
}

bool isSignal(int number)
{
    return find(number) || isRealTimeSignal(number);
}

QList<int> allSignals()
{
    QList<int> numbers;
    for (int number = 1; number < SignalLimit; ++number) {
        if (isSignal(number))
            numbers.append(number);
    }
    return numbers;
}

QString signalName(int number)
{
    if (const SignalRow *const row = find(number))
        return QStringLiteral("SIG") + QLatin1String(row->name);
    if (!isRealTimeSignal(number))
        return {};
    const int offset = number - firstRealTimeSignal();
    return offset == 0 ? QStringLiteral("SIGRTMIN") : QStringLiteral("SIGRTMIN+%1").arg(offset);
}

QString signalSubject(int number)
{
    const QString name = signalName(number);
    return name.isEmpty() ? QString::number(number) : name;
}

int signalNumber(const QString &bareName)
{
    for (const SignalRow &row : signalTable) {
        if (bareName.compare(QLatin1String(row.name), Qt::CaseInsensitive) == 0)
            return row.number;
    }
    return realTimeNumber(bareName);
}

bool isCatchable(int number)
{
    return isSignal(number) && number != SIGKILL && number != SIGSTOP;
}

bool isFault(int number)
{
    return number == SIGILL || number == SIGFPE || number == SIGSEGV || number == SIGBUS;
}

} // namespace QtInterprocess::os
