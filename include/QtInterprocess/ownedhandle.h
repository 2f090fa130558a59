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
    Owns one handle of the operating system: a file descriptor on Unix, a \c HANDLE on Windows.

    Functions that take over or return a handle use it. It can be moved, but not copied; its
    destructor closes the handle.

    \code
    OwnedHandle handle(fd);          // handle closes fd from here on
    socket.adopt(std::move(handle)); // the socket closes it from here on
    \endcode

    On Unix a background thread closes a handle that another process has sent. Such a close can
    block as long as the sender wants. Examples are a TCP socket with \c SO_LINGER and a file of a
    FUSE file system. Neither reset() nor the destructor waits for that thread. To close such a
    handle in your own thread, use release() and \c close().

    System calls: \c close, \c fcntl(F_DUPFD_CLOEXEC); \c CloseHandle, \c DuplicateHandle,
    \c OpenProcess.
*/
class QTINTERPROCESS_EXPORT OwnedHandle
{
public:
    /*! The type of a handle: it holds a file descriptor or a \c HANDLE. */
    using Native = qintptr;

    /*! The value that stands for no handle. */
    static constexpr Native Invalid = -1;

    /*! Constructs an object without a handle. */
    OwnedHandle() noexcept = default;

    /*! Constructs an object that owns \a native. */
    explicit OwnedHandle(Native native) noexcept : m_native(native) { }

    /*! Takes the handle of \a other. */
    OwnedHandle(OwnedHandle &&other) noexcept
        : m_native(other.release()),
          m_closing(other.m_closing),
          m_process(other.m_process)
    { }

    /*! Closes the current handle and takes the handle of \a other. */
    OwnedHandle &operator=(OwnedHandle &&other) noexcept
    {
        OwnedHandle(std::move(other)).swap(*this);
        return *this;
    }

    /*! Closes the handle, if there is one. */
    ~OwnedHandle()
    {
        if (isValid())
            reset();
    }

    /*! Returns \c true if the object owns a handle. */
    bool isValid() const noexcept { return m_native != Invalid; }

    /*! Returns \c true if the object owns a handle. */
    explicit operator bool() const noexcept { return isValid(); }

    /*! Returns the handle, which the object still owns. */
    Native get() const noexcept { return m_native; }

    /*! Returns the handle and gives up its ownership; the caller must close it. */
    [[nodiscard]] Native release() noexcept { return std::exchange(m_native, Native(Invalid)); }

    /*!
        Closes the handle, if there is one.

        On Unix another thread closes a handle that another process has sent, a moment later.
    */
    void reset() noexcept;

    /*!
        Returns a second handle of the same object, which is not inheritable.

        On failure returns an invalid handle and sets \a error.
    */
    OwnedHandle duplicate(Error *error = nullptr) const;

    /*!
        Gives the process \a processId a handle of the same object, and returns its value there.

        The value is valid only in that process. Send it there by any channel, so that the process
        stores it in its own OwnedHandle. Nothing closes it before that. On failure returns
        Invalid and sets \a error.

        Windows only: this process needs the right \c PROCESS_DUP_HANDLE on the other one.
        Elsewhere it fails with Error::Unsupported; send handles over Unix domain sockets instead.
    */
    Native duplicateInto(qint64 processId, Error *error = nullptr) const;

    /*! Exchanges the handle with that of \a other. */
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
    quint8 m_closing = 0; // how to close it: 0 is the plain way, other values are special to Unix
    quint32 m_process = 0; // the process in which m_closing was set
};

} // namespace QtInterprocess
