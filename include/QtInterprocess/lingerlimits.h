// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qglobal.h>

namespace QtInterprocess {

/*!
    How much output of closed and destroyed devices may wait for peers that do not read.

    The limits hold for the whole process; see Device::setLingerLimits(). An output lingers from close(), or from the
    destructor of its device, until its peer has taken all of it. It is abandoned if one of these limits is reached:

    \list
    \li The peer has taken nothing for \c timeout.
    \li More than \c count outputs linger, or more than \c bytes. Then the ones whose peers have taken nothing for the
        longest time are abandoned until the limits hold. Exempt from these two limits are an output that is alone, one of
        which something was taken within the last second, and one that has lingered for less than a second. So a peer
        that keeps reading gets everything, and a burst may exceed the limits for a second. While more than twice \c bytes
        linger, that second is a tenth of a second. Beyond two and a half times \c bytes, an output of which nothing was taken
        since it lingers is not exempt.
    \endlist

    An abandoned output is lost: its descriptor is closed and its memory is freed. If its device still exists, the device
    emits errorOccurred() with Error::TimedOut, then disconnected(). Otherwise the next Device::drainAll() returns
    \c false. Device::lingerStatus() counts all of them.

    Systems tell that a peer reads only in steps: Linux in steps of up to 36 KiB for a stream socket, one message for a
    message socket, 4 KiB for a pipe. With the default timeout, a peer that reads a stream socket slower than 1200 bytes
    per second may lose the rest.
*/
struct LingerLimits
{
    int timeout = 30'000; //!< Milliseconds without progress, connecting included; −1 is forever.
    int count = 256; //!< Outputs, each with one descriptor; 0 is unlimited.
    qint64 bytes = 128 * 1024 * 1024; //!< Bytes that wait in this process; 0 is unlimited.
};

/*! What lingers in this process now; see Device::lingerStatus(). */
struct LingerStatus
{
    int count = 0; //!< Outputs that linger.
    qint64 bytes = 0; //!< Their bytes that no peer has taken yet.
    qint64 abandoned = 0; //!< Outputs that were abandoned for LingerLimits since the process began.
};

} // namespace QtInterprocess
