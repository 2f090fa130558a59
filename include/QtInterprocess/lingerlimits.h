// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qglobal.h>
#include <QtCore/qshareddata.h>

namespace QtInterprocess {

class LingerLimitsData;
class LingerStatusData;

/*!
    How much output of closed and destroyed devices may wait for peers that do not read. A value type.

    The limits hold for the whole process; see Device::setLingerLimits(). An output lingers from close(), or from the
    destructor of its device, until its peer has taken all of it. It is abandoned if one of these limits is reached:

    \list
    \li The peer has taken nothing for timeout().
    \li More than count() outputs linger, or more than bytes(). Then the ones whose peers have taken nothing for the
        longest time are abandoned until the limits hold. Exempt from these two limits are an output that is alone, one of
        which something was taken within the last second, and one that has lingered for less than a second. So a peer
        that keeps reading gets everything, and a burst may exceed the limits for a second. While more than twice bytes()
        linger, that second is a tenth of a second. Beyond two and a half times bytes(), an output of which nothing was taken
        since it lingers is not exempt.
    \endlist

    An abandoned output is lost: its descriptor is closed and its memory is freed. If its device still exists, the device
    emits errorOccurred() with Error::TimedOut, then disconnected(). Otherwise the next Device::drainAll() returns
    \c false. Device::lingerStatus() counts all of them.

    Systems tell that a peer reads only in steps: Linux in steps of up to 36 KiB for a stream socket, one message for a
    message socket, 4 KiB for a pipe. With the default timeout, a peer that reads a stream socket slower than 1200 bytes
    per second may lose the rest.
*/
class QTINTERPROCESS_EXPORT LingerLimits
{
public:
    /*! The defaults. */
    LingerLimits();
    LingerLimits(const LingerLimits &other);
    LingerLimits(LingerLimits &&other) noexcept;
    LingerLimits &operator=(const LingerLimits &other);
    LingerLimits &operator=(LingerLimits &&other) noexcept;
    ~LingerLimits();

    LingerLimits(int timeout, int count, qint64 bytes);

    /*! Milliseconds without progress, connecting included; −1 is forever. The default is 30 s. */
    int timeout() const;
    void setTimeout(int msecs);

    /*! Outputs, each with one descriptor; 0 is unlimited. The default is 256. */
    int count() const;
    void setCount(int outputs);

    /*! Bytes that wait in this process; 0 is unlimited. The default is 128 MiB. */
    qint64 bytes() const;
    void setBytes(qint64 size);

private:
    QSharedDataPointer<LingerLimitsData> d;
};

/*! What lingers in this process now; see Device::lingerStatus(). */
class QTINTERPROCESS_EXPORT LingerStatus
{
public:
    /*! Nothing lingers. */
    LingerStatus();
    LingerStatus(const LingerStatus &other);
    LingerStatus(LingerStatus &&other) noexcept;
    LingerStatus &operator=(const LingerStatus &other);
    LingerStatus &operator=(LingerStatus &&other) noexcept;
    ~LingerStatus();

    LingerStatus(int count, qint64 bytes, qint64 abandoned);

    /*! Outputs that linger. */
    int count() const;

    /*! Their bytes that no peer has taken yet. */
    qint64 bytes() const;

    /*! Outputs that were abandoned for LingerLimits since the process began. */
    qint64 abandoned() const;

private:
    QSharedDataPointer<LingerStatusData> d;
};

} // namespace QtInterprocess
