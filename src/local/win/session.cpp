// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/session.h"

#include "os/win/session.h"

namespace QtInterprocess::local {

QByteArray sessionId()
{
    return QByteArray::number(os::currentSession());
}

QString sandboxFolder()
{
    return {};
}

QList<QByteArray> processArguments()
{
    QList<QByteArray> arguments;
    const QStringList all = os::commandLine();
    for (const QString &argument : all)
        arguments += toBytes(argument);
    return arguments;
}

QByteArray toBytes(const QString &text)
{
    return text.toUtf8();
}

QString toText(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

// FILE_FLAG_FIRST_PIPE_INSTANCE does the same on Windows; on Wine it does nothing.
Result<OwnedHandle> claimAlone(const LocalName &name)
{
    const QString path = name.fullName();
    return os::createMutexAlone(QStringLiteral("Global\\QtInterprocess-")
                                + path.mid(path.lastIndexOf(QLatin1Char('\\')) + 1));
}

void allowForeground(qint64 processId)
{
    os::allowForeground(quint32(processId));
}

} // namespace QtInterprocess::local
