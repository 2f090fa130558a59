// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"
#include "device/handlecarrier.h"
#include "engine/unix/ancillaryinput.h"

#include <vector>

namespace QtInterprocess {

/*
    The handles of a stream socket, in both directions. UnixSocket and LocalSocket have one.

    The system delivers handles beside the bytes. The ancillary input also records the senders of
    bytes, for UnixSocket.
*/
class SocketHandles final : public HandleCarrier
{
public:
    explicit SocketHandles(DevicePrivate &device) noexcept : m_device(device) { }

    // Applies a change of the ancillary input to the connection.
    void update();

    Way way() const noexcept override { return Way::BesideBytes; }
    int limit() const noexcept override { return m_limit; }
    void setLimit(int count) override;
    int pending() const noexcept override { return ancillary.pendingHandles(); }
    bool isReceiving() const noexcept override { return ancillary.handleLimit() > 0; }
    std::vector<OwnedHandle> take(int maximum) override;
    qint64 write(const QByteArray &data, std::vector<OwnedHandle> &&handles) override;
    void started() override;
    void inputCleared() override;
    void setMessageLimit(int count) override;
    Error check(qint64 size, const std::vector<OwnedHandle> &handles) override;
    bool hasRoom(qint64 size) override;
    TakenHandles takeOfRead() override;
    Result<std::vector<quint64>> sendNumbers(const std::vector<OwnedHandle> &handles) override;
    void takeBack(const std::vector<quint64> &) override { }
    Result<std::vector<OwnedHandle>> takeNumbers(const std::vector<quint64> &numbers) override;

    AncillaryInput ancillary;

private:
    void applyLimits();
    void resumeIf(bool wasFull);

    DevicePrivate &m_device;
    int m_limit = 0; // of pending handles, as the user of the device has set it
    int m_messageLimit = 0; // of a channel; replaces m_limit
};

} // namespace QtInterprocess
