// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"
#include "engine/streamengine.h"
#include "support/errortext.h"
#include "support/messagebounds.h"

#include <QtInterprocess/messagedevice.h>

namespace QtInterprocess {

/*
    A device that also knows message boundaries.

    The input stores the bytes of messages like a stream, so all of Device and QIODevice works. The
    bounds are stored separately.
*/
class MessageDevicePrivate : public DevicePrivate
{
public:
    qint64 pendingSize() const;
    QByteArray readMessage();

    // Accepts the whole message or nothing. On failure callError has the reason, and nothing is
    // emitted.
    bool writeMessage(const char *data, qint64 size);
    void setMaximumSize(qint64 size);

    qint64 maximumSize = 16 * 1024 * 1024;
    // Whether a message of this size can be accepted now. If not, callError has the reason.
    bool canSend(qint64 size);
    bool failToSend(Error::Code code, const ErrorText &why);
    bool fail(const Error &why, const QString &receiver);
    // Returns the number of the message last read or being read; −1 if there is none. Numbers start
    // at 0 in each connection.
    qint64 lastRead() const { return m_bounds.lastRead(held()); }
    // Returns the number of the message that readMessage() would return.
    qint64 pendingNumber() const { return m_bounds.nextNumber(held()); }

    // Whether the handle keeps messages; opened() sets it to false otherwise.
    bool keepsMessages = true;

protected:
    // bounds is null if no messages are kept.
    virtual std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle handle, MessageBounds *bounds) = 0;
    std::unique_ptr<Output> makeOutput() const override { Q_UNREACHABLE(); } // for devices that do not connect
    // Returns the reason why a message of this size can never be sent, whatever the limits are.
    virtual Error check(qint64 size) const { return engine ? engine->check(size) : Error(); }
    // Called after earlier messages were read and cannot be put back, and when all are dropped and
    // numbers start again.
    virtual void messagesRead(qint64 before) { Q_UNUSED(before) }
    virtual void messagesCleared() { }
    qint64 overhead() const override { return m_bounds.overhead(); }

private:
    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle) final;
    bool holdsEmptyMessage() const final { return !m_bounds.isEmpty() && pendingSize() == 0; }
    void clearInput() final;
    void inputTaken() final;

    mutable MessageBounds m_bounds;
};

} // namespace QtInterprocess
