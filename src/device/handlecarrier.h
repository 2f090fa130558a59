// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/takenhandles.h"
#include "support/result.h"

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

#include <vector>

namespace QtInterprocess {

/*
    Passes handles over the connection of a device: for the functions of the device, and for a
    MessageChannel.

    There are two ways. Beside the bytes: the system delivers handles with the bytes of one write.
    In the header: the sender makes handles in the receiving process, and sends their numbers.

    A carrier belongs to its device, and is used in its thread.
*/
class HandleCarrier
{
public:
    enum class Way { BesideBytes, InHeader };

    virtual ~HandleCarrier() = default;

    virtual Way way() const noexcept = 0;

    // ---- for the functions of the device

    // Returns how many handles may be pending.
    virtual int limit() const noexcept = 0;
    virtual void setLimit(int count) = 0;
    virtual int pending() const noexcept = 0;
    // Whether handles are received at all, by the device or for a channel.
    virtual bool isReceiving() const noexcept = 0;
    virtual std::vector<OwnedHandle> take(int maximum) = 0;
    // Writes all, or returns -1 with the reason in the device's callError.
    virtual qint64 write(const QByteArray &data, std::vector<OwnedHandle> &&handles) = 0;

    // Called when the device has a new engine, and when it drops its input.
    virtual void started() { }
    virtual void inputCleared() { }

    // ---- for a MessageChannel

    // Receives handles for a channel, so many with each message. 0 ends that.
    virtual void setMessageLimit(int count) = 0;
    // Called when input has arrived, while the connection still exists.
    virtual void inputArrived() { }
    // Returns the reason why handles cannot be sent with size bytes, as far as it is known before.
    virtual Error check(qint64 size, const std::vector<OwnedHandle> &handles) = 0;

    // Beside the bytes: whether write() has room for size bytes now.
    virtual bool hasRoom(qint64 size) = 0;
    // Beside the bytes: takes the handles that came with bytes which the device's user has read.
    virtual TakenHandles takeOfRead() = 0;

    // In the header: makes the handles in the peer's process. All or none are made. They are closed
    // here by the caller.
    virtual Result<std::vector<quint64>> sendNumbers(const std::vector<OwnedHandle> &handles) = 0;
    // In the header: closes handles in the peer's process whose numbers were not sent.
    virtual void takeBack(const std::vector<quint64> &numbers) = 0;
    // In the header: takes over the handles that the peer has made in this process.
    virtual Result<std::vector<OwnedHandle>> takeNumbers(const std::vector<quint64> &numbers) = 0;
};

} // namespace QtInterprocess
