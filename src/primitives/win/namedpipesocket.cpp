// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/namedpipesocket.h>

#include "device/messagedevice_p.h"
#include "engine/connection.h"
#include "engine/win/pipeconnector.h"
#include "engine/win/pipeport.h"
#include "os/win/impersonation.h"
#include "primitives/win/namedpipehandles.h"
#include "primitives/win/pipepath.h"
#include "primitives/win/pipepeer.h"
#include "support/errortext.h"

#include <memory>
#include <utility>

namespace QtInterprocess {

class NamedPipeSocketPrivate final : public MessageDevicePrivate
{
public:
    QString path;
    ConnectOptions options;
    NamedPipeSocket::ImpersonationLevel impersonation = NamedPipeSocket::ImpersonationLevel::Identification;
    os::PipeInfo info; // of the current or last connection
    bool isAccepted = false; // by a server of ours, which has set info
    PeerCredentials credentials;
    std::optional<quint32> processes[2]; // by os::PipeEnd
    std::optional<quint32> sessions[2];

    HandleCarrier *handleCarrier() override
    {
        if (!m_carrier)
            m_carrier = std::make_unique<NamedPipeHandles>(*this);
        return m_carrier.get();
    }
    QString subject() const override { return path; }

    void forgetPeer()
    {
        info = {};
        isAccepted = false;
        keepsMessages = true; // assumed until the pipe is known
        credentials = {};
        for (const auto end : { os::PipeEnd::Client, os::PipeEnd::Server }) {
            processes[int(end)].reset();
            sessions[int(end)].reset();
        }
    }

protected:
    void opened(qintptr handle) override
    {
        // An accepted end is not asked: a write-only end does not answer.
        if (const auto known = isAccepted ? Result<os::PipeInfo>(info) : os::pipeInfo(handle))
            info = *known;
        keepsMessages = info.keepsMessages;
        const auto peer = info.isServerEnd ? os::PipeEnd::Client : os::PipeEnd::Server;
        const bool isRemote = os::isRemote(handle, peer);
        for (const auto end : { os::PipeEnd::Client, os::PipeEnd::Server }) {
            if (end == peer && isRemote)
                continue;
            processes[int(end)] = os::pipeProcess(handle, end);
            sessions[int(end)] = os::pipeSession(handle, end);
        }
        credentials = pipePeer(handle, peer);
    }

    void started() override
    {
        if (m_carrier)
            m_carrier->started();
    }

    std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle handle, MessageBounds *bounds) override
    {
        return std::make_unique<Connection>(std::make_unique<PipePort>(std::move(handle), input, bounds), *this);
    }

    std::unique_ptr<Output> makeOutput() const override { return std::make_unique<PipeOutput>(true); }

private:
    std::unique_ptr<NamedPipeHandles> m_carrier; // null until a channel passes handles
};

static NamedPipeSocketPrivate *pipeSocketPrivate(DevicePrivate *priv)
{
    return static_cast<NamedPipeSocketPrivate *>(priv);
}

static const NamedPipeSocketPrivate *pipeSocketPrivate(const DevicePrivate *priv)
{
    return static_cast<const NamedPipeSocketPrivate *>(priv);
}

static QIODevice::OpenMode openModeOf(os::PipeAccess access)
{
    QIODevice::OpenMode mode;
    mode.setFlag(QIODevice::ReadOnly, os::canRead(access));
    mode.setFlag(QIODevice::WriteOnly, os::canWrite(access));
    return mode;
}

static os::PipeImpersonation toImpersonation(NamedPipeSocket::ImpersonationLevel level)
{
    switch (level) {
    case NamedPipeSocket::ImpersonationLevel::Anonymous: return os::PipeImpersonation::Anonymous;
    case NamedPipeSocket::ImpersonationLevel::Impersonation: return os::PipeImpersonation::Impersonation;
    case NamedPipeSocket::ImpersonationLevel::Identification: break;
    }
    return os::PipeImpersonation::Identification;
}

NamedPipeSocket::NamedPipeSocket(QObject *parent)
    : MessageDevice(std::make_unique<NamedPipeSocketPrivate>(), parent) { }

NamedPipeSocket::~NamedPipeSocket() = default;

void NamedPipeSocket::connectToServer(const QString &nameOrPath, OpenMode mode)
{
    auto *const d = pipeSocketPrivate(priv());
    if (!d->canBegin("connect to"))
        return;
    const QString path = pipePath(nameOrPath);
    PipeTarget target;
    target.path = path;
    target.access = os::PipeAccess(int(mode & ReadWrite));
    target.options = d->options;
    target.impersonation = toImpersonation(d->impersonation);
    if (!(mode & ReadWrite)) {
        d->refuse(Error(Error::InvalidOperation, 0, QStringLiteral("connect to"), path,
                        ErrorText::tr("the mode has neither ReadOnly nor WriteOnly")));
        return;
    }
    d->path = path;
    d->forgetPeer();
    d->connectBy([&](ConnectObserver &observer) { return makePipeConnector(target, observer); }, mode);
}

void NamedPipeSocket::connectToServer(const QString &host, const QString &name, OpenMode mode)
{
    connectToServer(pipePath(host, name), mode);
}

void NamedPipeSocket::disconnectFromServer()
{
    priv()->disconnect();
}

void NamedPipeSocket::disconnectWithoutFlushing()
{
    if (isServerEnd() && priv()->engine)
        os::disconnectPipe(nativeHandle());
    abort();
}

QString NamedPipeSocket::fullServerName() const
{
    return pipeSocketPrivate(priv())->path;
}

int NamedPipeSocket::connectTimeout() const noexcept
{
    return pipeSocketPrivate(priv())->options.timeout;
}

void NamedPipeSocket::setConnectTimeout(int msecs)
{
    pipeSocketPrivate(priv())->options.timeout = msecs;
}

Access NamedPipeSocket::requiredServer() const noexcept
{
    return pipeSocketPrivate(priv())->options.requiredServer;
}

void NamedPipeSocket::setRequiredServer(const Access &access)
{
    pipeSocketPrivate(priv())->options.requiredServer = access;
}

NamedPipeSocket::ImpersonationLevel NamedPipeSocket::impersonationLevel() const noexcept
{
    return pipeSocketPrivate(priv())->impersonation;
}

void NamedPipeSocket::setImpersonationLevel(ImpersonationLevel level)
{
    pipeSocketPrivate(priv())->impersonation = level;
}

NamedPipeMode NamedPipeSocket::mode() const noexcept
{
    return pipeSocketPrivate(priv())->info.keepsMessages ? NamedPipeMode::Messages : NamedPipeMode::Bytes;
}

bool NamedPipeSocket::isServerEnd() const noexcept
{
    return pipeSocketPrivate(priv())->info.isServerEnd;
}

static std::optional<qint64> wide(std::optional<quint32> id)
{
    return id ? std::optional<qint64>(*id) : std::nullopt;
}

std::optional<qint64> NamedPipeSocket::clientProcessId() const
{
    return wide(pipeSocketPrivate(priv())->processes[int(os::PipeEnd::Client)]);
}

std::optional<qint64> NamedPipeSocket::serverProcessId() const
{
    return wide(pipeSocketPrivate(priv())->processes[int(os::PipeEnd::Server)]);
}

std::optional<quint32> NamedPipeSocket::clientSessionId() const
{
    return pipeSocketPrivate(priv())->sessions[int(os::PipeEnd::Client)];
}

std::optional<quint32> NamedPipeSocket::serverSessionId() const
{
    return pipeSocketPrivate(priv())->sessions[int(os::PipeEnd::Server)];
}

PeerCredentials NamedPipeSocket::peerCredentials() const
{
    return pipeSocketPrivate(priv())->credentials;
}

NamedPipeImpersonation NamedPipeSocket::impersonate()
{
    const QString operation = QStringLiteral("impersonate the client of");
    NamedPipeImpersonation guard;
    if (nativeHandle() == OwnedHandle::Invalid) {
        guard.m_error = Error(Error::InvalidOperation, 0, operation, fullServerName(),
                              ErrorText::tr("the device is not connected"));
    } else if (!isServerEnd()) {
        guard.m_error = Error(Error::InvalidOperation, 0, operation, fullServerName(),
                              ErrorText::tr("this is the client end of the pipe; only the server end can impersonate"));
    } else if (os::isImpersonating()) {
        guard.m_error = Error(Error::InvalidOperation, 0, operation, fullServerName(),
                              ErrorText::tr("the thread already impersonates a client"));
    } else if (const Error error = os::impersonateClient(nativeHandle())) {
        guard.m_error = error.withSubject(fullServerName());
    } else {
        guard.m_thread = os::currentThread();
        guard.m_socket = this;
    }
    return guard;
}

bool NamedPipeSocket::adopt(OwnedHandle handle, OpenMode mode)
{
    auto *const d = pipeSocketPrivate(priv());
    if (!d->canBegin("use the handle"))
        return false;
    const auto info = preparePipe(handle.get());
    Error error = info.error();
    if (info && info->keepsMessages && os::canRead(info->access))
        error = os::setMessageReadMode(handle.get());
    const OpenMode possible = info ? mode & ~(ReadWrite & ~openModeOf(info->access)) : NotOpen;
    if (!error && !(possible & ReadWrite)) {
        error = Error(Error::InvalidOperation, 0, QStringLiteral("use the handle"), QString(),
                      ErrorText::tr("the access rights of the handle do not allow the mode"));
    }
    if (error) {
        d->refuse(error);
        return false;
    }
    d->path.clear();
    d->forgetPeer();
    return d->adopt(std::move(handle), possible);
}

OwnedHandle NamedPipeSocket::createPeer(NamedPipeMode mode)
{
    auto *const d = pipeSocketPrivate(priv());
    if (!d->canBegin("create a peer for"))
        return {};
    auto handles = os::createDuplexPair(mode == NamedPipeMode::Messages);
    if (!handles) {
        d->refuse(handles.error());
        return {};
    }
    d->path.clear();
    d->forgetPeer();
    return d->adopt(std::move(handles->first), ReadWrite) ? std::move(handles->second) : OwnedHandle();
}

void NamedPipeSocket::adoptInstance(OwnedHandle handle, const QString &path, NamedPipeMode mode, OpenMode openMode)
{
    auto *const d = pipeSocketPrivate(priv());
    d->path = path;
    d->info = { true, mode == NamedPipeMode::Messages, os::pipeAccess(handle.get()) };
    d->isAccepted = true;
    d->adopt(std::move(handle), openMode);
}

} // namespace QtInterprocess
