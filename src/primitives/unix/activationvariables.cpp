// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/activationvariables.h"

#include "support/errortext.h"

#include <algorithm>
#include <limits>

namespace QtInterprocess {

static constexpr int MostHandles = 4096; // more than any supervisor passes

static Error contradiction(const ErrorText &why)
{
    return Error(Error::InvalidOperation, 0, QString(), QString(), why);
}

ActivationVariables ActivationVariables::fromEnvironment()
{
    return { qEnvironmentVariable("LISTEN_PID"), qEnvironmentVariable("LISTEN_FDS"),
             qEnvironmentVariable("LISTEN_FDNAMES") };
}

Result<QStringList> activatedNames(const ActivationVariables &variables, qint64 process)
{
    if (variables.process.toLongLong() != process)
        return QStringList();
    bool ok = false;
    const int count = variables.count.toInt(&ok);
    if (!ok || count < 0 || count > MostHandles)
        return contradiction(
            ErrorText::tr("LISTEN_FDS is \"%1\", which is not a valid number of handles").arg(variables.count));
    if (variables.names.isEmpty())
        return QStringList(count, QStringLiteral("unknown"));
    const QStringList names = variables.names.split(QLatin1Char(':'));
    if (names.size() != count) // otherwise a socket could get another one's name
        return contradiction(
            ErrorText::tr("LISTEN_FDS is %1, but LISTEN_FDNAMES has %2 names").arg(count).arg(names.size()));
    return names;
}

Result<os::SocketName> notificationPlace(const QByteArray &variable)
{
    if (variable.isEmpty())
        return Error(Error::NotFound, 0, QString(), QString(),
                     ErrorText::tr("NOTIFY_SOCKET is not set; the supervisor expects no notifications"));
    if (variable[0] == '/')
        return os::SocketName { os::SocketName::Kind::Path, variable };
    if (variable[0] == '@')
        return os::SocketName { os::SocketName::Kind::Abstract, variable.mid(1) };
    return Error(Error::Unsupported, 0, QString(), QString(),
                 ErrorText::tr("NOTIFY_SOCKET is neither a path nor an @name"));
}

quint64 watchdogMicroseconds(const QByteArray &interval, const QByteArray &watched, qint64 process)
{
    bool ok = false;
    const quint64 microseconds = interval.toULongLong(&ok);
    if (!ok || microseconds == std::numeric_limits<quint64>::max())
        return 0;
    return watched.isEmpty() || watched.toLongLong() == process ? microseconds : 0;
}

Result<QByteArray> statusAssignment(const QString &text)
{
    if (text.contains(QLatin1Char('\n')) || text.contains(QChar(QChar::Null)))
        return contradiction(ErrorText::tr("a status must be one line of text"));
    return "STATUS=" + text.toUtf8();
}

Result<QByteArray> nameAssignment(const QString &name)
{
    constexpr int MostCharacters = 255;
    const auto isPrintable = [](QChar c) { return c >= u' ' && c < u'\x7f' && c != u':'; };
    if (!name.isEmpty() && name.size() <= MostCharacters && std::all_of(name.begin(), name.end(), isPrintable))
        return "FDNAME=" + name.toLatin1();
    return Error(Error::InvalidName, 0, QString(), QString(),
                 ErrorText::tr("a handle name has 1 to 255 printable ASCII characters, and no colon"));
}

} // namespace QtInterprocess
