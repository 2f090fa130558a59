// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"
#include "engine/unix/ancillaryinput.h"
#include "engine/unix/handlequeue.h"
#include "engine/unix/streamport.h"
#include "primitives/unix/unixpeer.h"

#include <QtInterprocess/unixsocket.h>

#include <vector>

namespace QtInterprocess {

class UnixSocketPrivate final : public DevicePrivate
{
public:
    // Writes all, or returns -1 with the reason in callError.
    qint64 write(const QByteArray &data, std::vector<OwnedHandle> &&handles);
    void setHandleLimit(int count);
    bool setWantsCredentials(bool on);
    AncillaryInput::Sender sender() const { return ancillary.sender(held()); }

    UnixPeer peer { os::SocketType::Stream };
    AncillaryInput ancillary;

protected:
    void opened(qintptr handle) override;
    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle) override;
    QString subject() const override { return peer.address.toString(); }
    void clearInput() override;
    void inputTaken() override;
    qint64 uncounted() const override { return ancillary.overhead(); }
    void announceHandles() override;

private:
    StreamPort *m_port = nullptr; // owned by the engine
    Error checkSend(qint64 size, const std::vector<OwnedHandle> &handles);
    void updateAncillary();
};

inline UnixSocketPrivate *unixSocketPrivate(DevicePrivate *priv)
{
    return static_cast<UnixSocketPrivate *>(priv);
}

inline const UnixSocketPrivate *unixSocketPrivate(const DevicePrivate *priv)
{
    return static_cast<const UnixSocketPrivate *>(priv);
}

} // namespace QtInterprocess
