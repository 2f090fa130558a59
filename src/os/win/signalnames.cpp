// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/signalnames.h"

namespace QtInterprocess::os {

namespace {

struct SignalRow
{
    int number;
    const char *name;
};

constexpr SignalRow signalTable[] = {
    { HangUp, "HUP" },   { Interrupt, "INT" },  { Illegal, "ILL" }, { FloatFault, "FPE" }, { Kill, "KILL" },
    { Segment, "SEGV" }, { Terminate, "TERM" }, { Break, "BREAK" }, { Abort, "ABRT" },
};

} // namespace

bool isSignal(int number)
{
    return !signalName(number).isEmpty();
}

QList<int> allSignals()
{
    QList<int> numbers;
    for (const SignalRow &row : signalTable)
        numbers.append(row.number);
    return numbers;
}

QString signalName(int number)
{
    for (const SignalRow &row : signalTable) {
        if (row.number == number)
            return QStringLiteral("SIG") + QLatin1String(row.name);
    }
    return {};
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
    return 0;
}

bool isCatchable(int number)
{
    return number == HangUp || number == Interrupt || number == Terminate || number == Break;
}

bool isFault(int number)
{
    return number == Illegal || number == FloatFault || number == Segment;
}

} // namespace QtInterprocess::os
