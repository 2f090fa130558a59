// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"
#include "device/handlecarrier.h"

#include <optional>
#include <vector>

namespace QtInterprocess {

/*
    The handles of a named pipe's messages. The sender makes them in the process at the other end.

    A received number could be that of any handle of this process. It is accepted only from a peer
    that may open this process anyway, and so gains nothing by a forged one.
*/
class NamedPipeHandles final : public HandleCarrier
{
public:
    explicit NamedPipeHandles(DevicePrivate &device) noexcept : m_device(device) { }

    Way way() const noexcept override { return Way::InHeader; }
    int limit() const noexcept override { return 0; }
    void setLimit(int count) override;
    int pending() const noexcept override { return 0; }
    bool isReceiving() const noexcept override { return m_messageLimit > 0; }
    std::vector<OwnedHandle> take(int) override { return {}; }
    qint64 write(const QByteArray &data, std::vector<OwnedHandle> &&handles) override;
    void started() override;
    void setMessageLimit(int count) override;
    void inputArrived() override;
    Error check(qint64 size, const std::vector<OwnedHandle> &handles) override;
    bool hasRoom(qint64) override { return true; }
    TakenHandles takeOfRead() override { return {}; }
    Result<std::vector<quint64>> sendNumbers(const std::vector<OwnedHandle> &handles) override;
    void takeBack(const std::vector<quint64> &numbers) override;
    Result<std::vector<OwnedHandle>> takeNumbers(const std::vector<quint64> &numbers) override;

private:
    Error openPeer();
    Error checkPeer();
    Error examinePeer() const;

    DevicePrivate &m_device;
    int m_messageLimit = 0;
    OwnedHandle m_process; // of the peer, open since the first message with handles
    std::optional<Error> m_verdict; // of checkPeer(), once per connection
};

} // namespace QtInterprocess
