// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/namedpipeserver.h>

#include "device/server_p.h"
#include "engine/win/pipeacceptengine.h"
#include "os/win/security.h"
#include "primitives/win/pipepath.h"
#include "primitives/win/pipepeer.h"
#include "support/errortext.h"

#include <QtInterprocess/namedpipesocket.h>

#include <utility>

namespace QtInterprocess {

class NamedPipeServerPrivate final : public ServerPrivate
{
public:
    Error admit(qintptr handle, std::optional<PeerCredentials> &) const override
    {
        return checkPipeClient(handle, clients).withSubject(path);
    }
    void releaseName() override { } // the last instance removes the name
    PeerCredentials credentialsOf(qintptr handle) const override { return pipePeer(handle); }

    QString name;
    QString path;
    NamedPipeOptions options;
    Access clients = Access::Everyone; // the clients that pass the second check
};

static NamedPipeServerPrivate *pipeServerPrivate(ServerPrivate *priv)
{
    return static_cast<NamedPipeServerPrivate *>(priv);
}

static const NamedPipeServerPrivate *pipeServerPrivate(const ServerPrivate *priv)
{
    return static_cast<const NamedPipeServerPrivate *>(priv);
}

static os::PipeAccess accessOf(NamedPipeDirection direction)
{
    switch (direction) {
    case NamedPipeDirection::Inbound: return os::PipeAccess::Read;
    case NamedPipeDirection::Outbound: return os::PipeAccess::Write;
    case NamedPipeDirection::Duplex: break;
    }
    return os::PipeAccess::ReadWrite;
}

static QIODevice::OpenMode openModeOf(NamedPipeDirection direction)
{
    switch (direction) {
    case NamedPipeDirection::Inbound: return QIODevice::ReadOnly;
    case NamedPipeDirection::Outbound: return QIODevice::WriteOnly;
    case NamedPipeDirection::Duplex: break;
    }
    return QIODevice::ReadWrite;
}

// Returns why such a pipe is impossible; empty if it is possible.
static ErrorText problemOf(const NamedPipeOptions &options)
{
    if (options.maximumInstances() < 1 || options.maximumInstances() > NamedPipeOptions::UnlimitedInstances)
        return ErrorText::tr("maximumInstances is %1; it can be 1 to %2")
            .arg(options.maximumInstances())
            .arg(NamedPipeOptions::UnlimitedInstances);
    if (options.inputBufferSize() < 0 || options.outputBufferSize() < 0)
        return ErrorText::tr("a buffer size is negative");
    if (options.defaultWaitTimeout() < -1)
        return ErrorText::tr("defaultWaitTimeout is %1; it can be -1, 0 or more").arg(options.defaultWaitTimeout());
    return {};
}

static os::PipeSpec specOf(const QString &path, const QString &security, const NamedPipeOptions &options)
{
    os::PipeSpec spec;
    spec.path = path;
    spec.security = security;
    spec.access = accessOf(options.direction());
    spec.messages = options.mode() == NamedPipeMode::Messages;
    spec.firstInstance = options.firstInstance();
    spec.remoteClients = options.remoteClients();
    spec.writeThrough = options.writeThrough();
    spec.inheritable = options.inheritable();
    spec.maximumInstances = options.maximumInstances();
    spec.inputBuffer = quint32(options.inputBufferSize());
    spec.outputBuffer = quint32(options.outputBufferSize());
    spec.waitTimeout = quint32(options.defaultWaitTimeout()); // -1 is NMPWAIT_WAIT_FOREVER
    return spec;
}

NamedPipeServer::NamedPipeServer(QObject *parent) : Server(std::make_unique<NamedPipeServerPrivate>(), parent) { }

NamedPipeServer::~NamedPipeServer()
{
    close();
}

bool NamedPipeServer::listen(const QString &nameOrPath, const NamedPipeOptions &options)
{
    auto *const d = pipeServerPrivate(priv());
    const QString path = pipePath(nameOrPath);
    if (!d->canListen(path))
        return false;
    const ErrorText problem = problemOf(options);
    if (!problem.isEmpty())
        return d->refuse(Error(Error::InvalidOperation, 0, QStringLiteral("listen on"), path, problem));
    const auto security = os::sddlFor(d->access);
    if (!security) {
        const Error &why = security.error();
        return d->refuse(
            Error(why.code(), why.nativeCode(), QStringLiteral("listen on"), path, ErrorText::detailOf(why)));
    }
    const os::PipeSpec spec = specOf(path, *security, options);
    auto first = claimPipe(spec);
    if (!first)
        return d->refuse(first.error());
    d->name = nameOrPath;
    d->path = path;
    d->options = options;
    d->clients = d->access;
    d->start(makePipeAcceptEngine(std::move(*first), spec, d->backlog, *d));
    return true;
}

QString NamedPipeServer::serverName() const
{
    return isListening() ? pipeServerPrivate(priv())->name : QString();
}

QString NamedPipeServer::fullServerName() const
{
    return isListening() ? pipeServerPrivate(priv())->path : QString();
}

NamedPipeOptions NamedPipeServer::options() const
{
    return pipeServerPrivate(priv())->options;
}

NamedPipeSocket *NamedPipeServer::nextPendingConnection()
{
    OwnedHandle handle = priv()->takePending().handle;
    if (!handle)
        return nullptr;
    const NamedPipeOptions &options = pipeServerPrivate(priv())->options;
    auto *const socket = new NamedPipeSocket(this);
    socket->adoptInstance(std::move(handle), fullServerName(), options.mode(), openModeOf(options.direction()));
    return socket;
}

Device *NamedPipeServer::nextPendingDevice()
{
    return nextPendingConnection();
}

} // namespace QtInterprocess
