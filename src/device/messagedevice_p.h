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
    A device that also knows where messages end. The bytes of the messages lie in the input as those of a stream do, so
    that all of Device and QIODevice works on them; the bounds stand beside it.
*/
class MessageDevicePrivate : public DevicePrivate
{
public:
    qint64 pendingSize() const;
    QByteArray readMessage();

    // Accepts all of it or nothing. callError says why, and nothing is emitted.
    bool writeMessage(const char *data, qint64 size);
    void setMaximumSize(qint64 size);

    qint64 maximumSize = 16 * 1024 * 1024;
    // Whether a message of that size can be accepted now; callError says why not.
    bool canSend(qint64 size);
    bool failToSend(Error::Code code, const ErrorText &why);
    bool fail(const Error &why, const QString &receiver);
    // The number of the message that was read last, or is being read, counted from 0 in this connection; −1: none.
    qint64 lastRead() const { return m_bounds.lastRead(held()); }
    // That of the one that readMessage() would return.
    qint64 pendingNumber() const { return m_bounds.nextNumber(held()); }

    // What opened() is to set if the handle turns out to keep no messages.
    bool keepsMessages = true;

protected:
    // bounds is null if no messages are kept.
    virtual std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle handle, MessageBounds *bounds) = 0;
    // Of messages.
    std::unique_ptr<Output> makeOutput() const override { Q_UNREACHABLE(); } // of devices that do not connect
    // Why a message of that size cannot be sent, whatever the limits.
    virtual Error check(qint64 size) const { return engine ? engine->check(size) : Error(); }
    // Messages before that number have been read and cannot come back; or all, the numbers starting anew.
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
