// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/MessageChannel>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qiodevice.h>
#include <QtCore/qstringlist.h>

#include <algorithm>
#include <vector>

namespace TestSupport {

using namespace QtInterprocess;

// A device whose input the test provides.
class ScriptedStream final : public QIODevice
{
public:
    ScriptedStream() { open(ReadWrite | Unbuffered); }

    void feed(const QByteArray &bytes)
    {
        m_input += bytes;
        Q_EMIT readyRead();
        settle();
    }
    void end()
    {
        Q_EMIT readChannelFinished();
        settle();
    }
    // Ends the input as a Device does whose peer has closed its write channel.
    void endReading()
    {
        Q_EMIT readChannelFinished();
        setOpenMode(openMode() & ~ReadOnly);
        Q_EMIT aboutToClose();
        settle();
    }
    // Processes all pending events.
    static void settle()
    {
        for (int i = 0; i < 20; ++i)
            QCoreApplication::sendPostedEvents();
    }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_input.size() - m_taken + QIODevice::bytesAvailable(); }

    QByteArray written;
    bool fails = false; // writes fail
    bool emitsInsideWrite = false; // emits bytesWritten() inside write()
    qint64 room = -1; // how many more bytes are accepted; -1: unlimited

    void giveRoom(qint64 bytes)
    {
        room = bytes;
        Q_EMIT bytesWritten(0);
    }

protected:
    qint64 readData(char *data, qint64 size) override
    {
        const qint64 count = std::min<qint64>(size, m_input.size() - m_taken);
        std::copy_n(m_input.constData() + m_taken, count, data);
        m_taken += qsizetype(count);
        if (m_taken == m_input.size()) {
            m_input.clear();
            m_taken = 0;
        }
        return count;
    }
    qint64 writeData(const char *data, qint64 size) override
    {
        if (fails)
            return -1;
        const qint64 count = room < 0 ? size : std::min(size, room);
        if (room >= 0)
            room -= count;
        written.append(data, qsizetype(count));
        if (emitsInsideWrite && count > 0)
            Q_EMIT bytesWritten(count);
        return count;
    }

private:
    QByteArray m_input;
    qsizetype m_taken = 0; // bytes of the input already read
};

// Records the messages of a channel and the order of its signals.
class ChannelLog : public QObject
{
public:
    explicit ChannelLog(MessageChannel &channel)
    {
        connect(&channel, &MessageChannel::messageReceived, this, [this](const QByteArray &message) {
            messages += message;
            events += QStringLiteral("message");
        });
        connect(&channel, &MessageChannel::errorOccurred, this, [this](const Error &error) {
            errors.push_back(error);
            events += QStringLiteral("error");
        });
        connect(&channel, &MessageChannel::finished, this, [this] { events += QStringLiteral("finished"); });
    }

    QByteArrayList messages;
    QStringList events;
    std::vector<Error> errors;
};

} // namespace TestSupport
