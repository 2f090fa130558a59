// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"
#include "engine/messageengine.h"
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

    // Accepts all of it or nothing. error says why, and nothing is emitted.
    bool writeMessage(const char *data, qint64 size);
    void setMaximumSize(qint64 size);

    qint64 maximumSize = 16 * 1024 * 1024;
    // What opened() is to set if the handle turns out to keep no messages.
    bool keepsMessages = true;

protected:
    // bounds is null if no messages are kept.
    virtual std::unique_ptr<MessageEngine> makeMessageEngine(OwnedHandle handle, MessageBounds *bounds) = 0;

private:
    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle) final;
    bool writesMessages() const final { return true; }
    bool holdsEmptyMessage() const final { return pendingSize() == 0; }
    void clearInput() final;
    void inputTaken() final;
    bool failToSend(Error::Code code, const QString &why);

    mutable MessageBounds m_bounds;
};

} // namespace QtInterprocess
