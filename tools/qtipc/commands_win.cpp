// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"

const QList<Command> &commands()
{
    static const QList<Command> all { listenCommand, connectCommand, sendCommand, pipeCommand, instanceCommand,
                                      signalCommand, waitCommand,    listCommand, helpCommand };
    return all;
}

QString whyMissing(const QString &command)
{
    if (command == QLatin1String("fifo"))
        return QStringLiteral("Windows has no FIFO files; see qtipc help listen");
    if (command == QLatin1String("unix"))
        return QStringLiteral(
            "Windows has pipes in place of Unix sockets, and no files can be passed over them; see qtipc help connect");
    return {};
}
