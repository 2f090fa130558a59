// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/session.h"

#include "os/win/pipe.h"
#include "os/win/process.h"
#include "os/win/security.h"
#include "os/win/session.h"
#include "support/errortext.h"

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

// Uses a mutex: FILE_FLAG_FIRST_PIPE_INSTANCE has the same effect on Windows, but none on Wine.
Result<OwnedHandle> claimAlone(const LocalName &name)
{
    const QString path = name.fullName();
    return os::createMutexAlone(QStringLiteral("Global\\QtInterprocess-")
                                + path.mid(path.lastIndexOf(QLatin1Char('\\')) + 1));
}

LocalName machineWideName(const QString &name)
{
    return LocalName::namespaced(QLatin1String("qtinterprocess-machine-") + name);
}

PeerCredentials holderOf(const LocalName &)
{
    return {};
}

Error checkServer(qintptr connected, const Access &required)
{
    return os::checkServer(connected, required);
}

// Opens the server's process. Its end of the pipe is not inheritable, so the server lives while the
// pipe is connected. Until then its process ID is not reused.
Result<OwnedHandle> serverProcess(qintptr connected)
{
    constexpr char Operation[] = "end the process of";
    const auto id = os::pipeProcess(connected, os::PipeEnd::Server);
    if (!id || os::isRemote(connected, os::PipeEnd::Server))
        return Error(Error::Unsupported, 0, QString::fromLatin1(Operation));
    auto process = os::openProcess(*id, os::ProcessUse::WaitAndEnd, Operation);
    if (!process)
        return process;
    const auto user = os::currentUser();
    const auto owner = os::userOfProcess(*id); // the same process: it keeps its ID while a handle is open
    if (!user || !owner)
        return user ? owner.error() : user.error();
    if (*user != *owner)
        return Error(Error::AccessDenied, 0, QString::fromLatin1(Operation), QString(),
                     ErrorText::tr("the process runs as user %1").arg(*owner));
    if (os::peekPipe(connected).error != 0)
        return Error(Error::NotFound, 0, QString::fromLatin1(Operation), QString(),
                     ErrorText::tr("the process has ended"));
    return process;
}

void allowForeground(qint64 processId)
{
    os::allowForeground(quint32(processId));
}

void activateByTime(quintptr, const QByteArray &) { }

} // namespace QtInterprocess::local
