// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"
#include "primitives/unix/sockethandles.h"
#include "primitives/unix/unixpeer.h"

#include <QtInterprocess/unixsocket.h>

namespace QtInterprocess {

class UnixSocketPrivate final : public DevicePrivate
{
public:
    HandleCarrier *handleCarrier() override { return &handles; }
    QString subject() const override { return peer.address.toString(); }
    bool setWantsCredentials(bool on);
    AncillaryInput::Sender sender() const { return handles.ancillary.sender(held()); }

    UnixPeer peer { os::SocketType::Stream };
    SocketHandles handles { *this };

protected:
    void opened(qintptr handle) override;
    void started() override { handles.started(); }
    void clearInput() override;
    void inputTaken() override;
    qint64 uncounted() const override { return handles.ancillary.overhead(); }
    void announceHandles() override;
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
