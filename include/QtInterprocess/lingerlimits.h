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
    Limits the output of closed and destroyed devices that waits for peers that do not read.

    Pass it to Device::setLingerLimits(); the limits apply to the whole process. It is a value
    type, implicitly shared.

    An output lingers from close(), or from the destructor of its device, until its peer has taken
    all of it. It is abandoned in one of these cases:

    \list
    \li Its peer has taken nothing for timeout().
    \li More than count() outputs linger.
    \li More than bytes() linger.
    \endlist

    For count() and bytes(), outputs are abandoned until the limits hold. The outputs whose peers
    have taken nothing for the longest time are abandoned first. These outputs are exempt from
    both limits:

    \list
    \li an output that is alone
    \li an output of which the peer has taken something within the last second
    \li an output that has lingered for less than one second
    \endlist

    So a peer that keeps reading receives everything, and a burst may exceed the limits for one
    second. If more than 2 × bytes() linger, that second becomes 0.1 s. If more than 2.5 × bytes()
    linger, an output of which the peer has taken nothing since it lingers is not exempt.

    An abandoned output is lost: its descriptor is closed, and its memory is freed. If its device
    still exists, the device emits errorOccurred() with Error::TimedOut, then disconnected().
    Otherwise the next Device::drainAll() returns \c false. Device::lingerStatus() counts all
    abandoned outputs.

    Systems report that a peer reads only in steps:

    \table
    \header \li transport \li step on Linux
    \row \li stream socket \li up to 36 KiB
    \row \li message socket \li one message
    \row \li pipe \li 4 KiB
    \endtable

    With the default timeout, a peer that reads a stream socket at less than 1200 bytes per second
    may lose the rest.
*/
class QTINTERPROCESS_EXPORT LingerLimits
{
public:
    /*! Constructs the default limits: 30 s, 256 outputs, 128 MiB. */
    LingerLimits();

    /*! Copies \a other. */
    LingerLimits(const LingerLimits &other);

    /*! Moves \a other into a new object. */
    LingerLimits(LingerLimits &&other) noexcept;

    /*! Assigns \a other to this object. */
    LingerLimits &operator=(const LingerLimits &other);

    /*! Moves \a other into this object. */
    LingerLimits &operator=(LingerLimits &&other) noexcept;

    /*! Destroys the object. */
    ~LingerLimits();

    /*! Constructs limits of \a timeout ms, \a count outputs, and \a bytes. */
    LingerLimits(int timeout, int count, qint64 bytes);

    /*!
        Returns how long a peer may take nothing, in ms, including connecting; −1 is forever.

        The default is 30 s.
    */
    int timeout() const;

    /*! Sets how long a peer may take nothing to \a msecs. */
    void setTimeout(int msecs);

    /*!
        Returns how many outputs may linger, each with one descriptor; the default is 256, 0 is
        unlimited.
    */
    int count() const;

    /*! Sets how many outputs may linger to \a outputs. */
    void setCount(int outputs);

    /*!
        Returns how many bytes may linger in this process; the default is 128 MiB, 0 is unlimited.
    */
    qint64 bytes() const;

    /*! Sets how many bytes may linger in this process to \a size. */
    void setBytes(qint64 size);

private:
    QSharedDataPointer<LingerLimitsData> d;
};

/*!
    Describes the output that lingers in this process now; returned by Device::lingerStatus().

    An output lingers while its device is closed or destroyed and its peer has not taken all of
    it. See LingerLimits.
*/
class QTINTERPROCESS_EXPORT LingerStatus
{
public:
    /*! Constructs a status in which nothing lingers. */
    LingerStatus();

    /*! Copies \a other. */
    LingerStatus(const LingerStatus &other);

    /*! Moves \a other into a new object. */
    LingerStatus(LingerStatus &&other) noexcept;

    /*! Assigns \a other to this object. */
    LingerStatus &operator=(const LingerStatus &other);

    /*! Moves \a other into this object. */
    LingerStatus &operator=(LingerStatus &&other) noexcept;

    /*! Destroys the object. */
    ~LingerStatus();

    /*! Constructs a status of \a count outputs with \a bytes, and \a abandoned outputs. */
    LingerStatus(int count, qint64 bytes, qint64 abandoned);

    /*! Returns the number of outputs that linger. */
    int count() const;

    /*! Returns the number of bytes that linger: no peer has taken them yet. */
    qint64 bytes() const;

    /*! Returns the number of outputs abandoned because of LingerLimits since the process began. */
    qint64 abandoned() const;

private:
    QSharedDataPointer<LingerStatusData> d;
};

} // namespace QtInterprocess
