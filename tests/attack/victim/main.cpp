// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "victim.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsondocument.h>

#include <cstdio>
#include <functional>
#include <utility>

#include <malloc.h>
#include <time.h>

namespace Victim {

void print(const QJsonObject &figures)
{
    std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

static qint64 statusField(const QByteArray &name)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).simplified().split(' ').first().toLongLong();
    }
    return -1;
}

qint64 residentKilobytes()
{
    return statusField("VmRSS");
}

qint64 peakKilobytes()
{
    return statusField("VmHWM");
}

void forgetPeak()
{
    malloc_trim(0);
    QFile references(QStringLiteral("/proc/self/clear_refs"));
    if (references.open(QIODevice::WriteOnly))
        references.write("5");
}

int openDescriptors()
{
    return int(
        QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

double processorSeconds()
{
    timespec time = {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

} // namespace Victim

int main(int count, char **arguments)
{
    QCoreApplication application(count, arguments);
    const std::pair<const char *, std::function<int(const QStringList &)>> commands[] = {
        { "listen", Victim::listenAgainAndAgain },
        { "fifo", Victim::createFifoAgainAndAgain },
        { "connect", Victim::connectAgainAndAgain },
        { "serve", Victim::serve },
        { "limits", Victim::limits },
        { "values", Victim::values },
        { "drain", Victim::drain },
        { "move", Victim::move },
        { "move-failing", Victim::moveFailing },
        { "nest", Victim::nest },
        { "fail-polling", Victim::failPolling },
        { "frames", Victim::frames },
        { "memory", Victim::memory },
        { "instance", Victim::instance },
    };
    const QStringList all = QCoreApplication::arguments();
    for (const auto &[name, command] : commands) {
        if (all.value(1) == QLatin1String(name))
            return command(all.mid(2));
    }
    std::fputs("victim: there is no such command\n", stderr);
    return 2;
}
