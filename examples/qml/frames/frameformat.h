// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qdatastream.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qiodevice.h>

#include <ctime>

/*! The metadata of a frame: what the window has to know about the pixels, which are RGB32. */
struct FrameFormat
{
    qint32 width = 0;
    qint32 height = 0;
    double producerLoad = 0; /*!< The processor time of the producer, in percent of a core. */

    QByteArray toBytes() const
    {
        QByteArray bytes;
        QDataStream(&bytes, QIODevice::WriteOnly) << width << height << producerLoad;
        return bytes;
    }
    /*! Returns a format without pixels if the bytes are not a format. */
    static FrameFormat fromBytes(const QByteArray &bytes)
    {
        FrameFormat format;
        QDataStream stream(bytes);
        stream >> format.width >> format.height >> format.producerLoad;
        return stream.status() == QDataStream::Ok && format.width > 0 && format.height > 0 ? format : FrameFormat();
    }
};

/*! Measures the processor time of this process, as a mean of about a second. */
class ProcessorLoad
{
public:
    /*! Returns the load in percent of a core. */
    double percent()
    {
        if (m_since.elapsed() >= 1000) {
            const std::clock_t now = std::clock();
            m_percent = 100.0 * double(now - m_before) / CLOCKS_PER_SEC * 1000 / double(m_since.restart());
            m_before = now;
        }
        return m_percent;
    }

private:
    std::clock_t m_before = std::clock();
    QElapsedTimer m_since = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    double m_percent = 0;
};
