// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <utility>

namespace QtInterprocess {

namespace os {
class HandleClosing;
}

/*!
    Owns one handle of the operating system: a file descriptor on Unix, a \c HANDLE on Windows. Move-only; the destructor
    closes.

    \code
    OwnedHandle handle(fd);        // from here on nobody else closes fd
    socket.adopt(std::move(handle)); // ... and now it is the socket's
    \endcode

    On Unix a handle that another process has sent is closed by a background thread: closing what a stranger has prepared can
    block for as long as that stranger likes, for example a TCP socket with \c SO_LINGER or a file of a FUSE file system. Neither
    reset() nor the destructor waits for that thread. Use release() and \c close() to close such a handle in your own thread.

    System calls: \c close, \c fcntl(F_DUPFD_CLOEXEC); \c CloseHandle, \c DuplicateHandle, \c OpenProcess.
*/
class QTINTERPROCESS_EXPORT OwnedHandle
{
public:
    using Native = qintptr;
    static constexpr Native Invalid = -1;

    OwnedHandle() noexcept = default;
    explicit OwnedHandle(Native native) noexcept : m_native(native) { }
    OwnedHandle(OwnedHandle &&other) noexcept
        : m_native(other.release()),
          m_closing(other.m_closing),
          m_process(other.m_process)
    { }
    OwnedHandle &operator=(OwnedHandle &&other) noexcept
    {
        OwnedHandle(std::move(other)).swap(*this);
        return *this;
    }
    ~OwnedHandle()
    {
        if (isValid())
            reset();
    }

    bool isValid() const noexcept { return m_native != Invalid; }
    explicit operator bool() const noexcept { return isValid(); }

    /*! The handle, which stays owned by this object. */
    Native get() const noexcept { return m_native; }

    /*! Gives the handle away: the caller closes it. */
    [[nodiscard]] Native release() noexcept { return std::exchange(m_native, Native(Invalid)); }

    /*! Closes the handle, if there is one; one that another process has sent a moment later, in another thread. */
    void reset() noexcept;

    /*! Another handle of the same thing, which is not inherited; invalid if that failed, and \a error tells why. */
    OwnedHandle duplicate(Error *error = nullptr) const;

    /*!
        Gives the process \a processId a handle of the same thing, and returns its value, which is valid in that process and
        nowhere else: tell it by any channel, so that the process puts it into an OwnedHandle of its own. Until then nobody
        closes it. Returns Invalid if that failed, and \a error tells why.

        Windows only, and this process needs the right \c PROCESS_DUP_HANDLE on the other one. Elsewhere Error::Unsupported:
        there handles travel over Unix domain sockets.
    */
    Native duplicateInto(qint64 processId, Error *error = nullptr) const;

    void swap(OwnedHandle &other) noexcept
    {
        std::swap(m_native, other.m_native);
        std::swap(m_closing, other.m_closing);
        std::swap(m_process, other.m_process);
    }

private:
    Q_DISABLE_COPY(OwnedHandle)
    friend class os::HandleClosing;

    Native m_native = Invalid;
    quint8 m_closing = 0; // how: 0 is the plain way; the others are Unix's own
    quint32 m_process = 0; // in which it got another way than the plain one
};

} // namespace QtInterprocess
