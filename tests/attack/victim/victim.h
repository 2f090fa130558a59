// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The attacked programs. Each command uses the library as its users do, and prints figures as
// lines of JSON.

#pragma once

#include <QtCore/qeventloop.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qstringlist.h>
#include <QtCore/qtimer.h>

namespace Victim {

using Arguments = QStringList;

int listenAgainAndAgain(const Arguments &arguments); // PATH ACCESS ATTEMPTS SECRET SECONDS
int createFifoAgainAndAgain(const Arguments &arguments); // PATH ATTEMPTS SECRET SECONDS
int connectAgainAndAgain(const Arguments &arguments); // NAME ATTEMPTS SECONDS
int serve(const Arguments &arguments); // KIND NAME ACCESS MODE SECONDS
int limits(const Arguments &arguments); // CASE SECONDS
int values(const Arguments &arguments); // NAME FORMAT
int drain(const Arguments &arguments);
int move(const Arguments &arguments); // WHERE COUNT [at-once]
int moveFailing(const Arguments &arguments);
int nest(const Arguments &arguments);
int failPolling(const Arguments &arguments);
int memory(const Arguments &arguments); // ROUNDS
int frames(const Arguments &arguments); // ROUNDS
int instance(const Arguments &arguments); // ID MANNER

void print(const QJsonObject &figures);

inline void spin(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

// Figures of this process.
qint64 residentKilobytes();
qint64 peakKilobytes();
void forgetPeak();
int openDescriptors();
double processorSeconds();
int memoryMappings();
qint64 sharedKilobytes(); // of the whole machine

} // namespace Victim
