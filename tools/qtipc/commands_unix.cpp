// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"

const QList<Command> &commands()
{
    static const QList<Command> all { listenCommand, connectCommand, sendCommand,     pipeCommand,
                                      fifoCommand,   unixCommand,    instanceCommand, signalCommand,
                                      waitCommand,   listCommand,    helpCommand };
    return all;
}

QString whyMissing(const QString &)
{
    return {};
}
