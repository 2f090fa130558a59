// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qiodevice.h>
#include <QtCore/qlist.h>

#include <algorithm>
#include <cstring>

namespace Fuzzing {

// A stream whose pieces arrive in one waitForReadyRead() each. It keeps the written bytes.
class ScriptedDevice final : public QIODevice
{
public:
    explicit ScriptedDevice(QList<QByteArray> pieces) : m_pieces(std::move(pieces)) { open(ReadWrite); }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_arrived.size() + QIODevice::bytesAvailable(); }
    bool waitForReadyRead(int) override
    {
        if (m_pieces.isEmpty())
            return false;
        m_arrived += m_pieces.takeFirst();
        Q_EMIT readyRead();
        return true;
    }

    QByteArray written;

protected:
    qint64 readData(char *data, qint64 size) override
    {
        const qsizetype count = std::min(qsizetype(size), m_arrived.size());
        std::memcpy(data, m_arrived.constData(), size_t(count));
        m_arrived.remove(0, count);
        return count;
    }
    qint64 writeData(const char *data, qint64 size) override
    {
        written.append(data, qsizetype(size));
        return size;
    }

private:
    QList<QByteArray> m_pieces;
    QByteArray m_arrived;
};

} // namespace Fuzzing
