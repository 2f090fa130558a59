// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_WINDOWS || defined(Q_QDOC)

#    include <QtInterprocess/error.h>

#    include <QtCore/qpointer.h>

namespace QtInterprocess {

class NamedPipeSocket;

/*!
    For as long as this object exists, the current thread acts in the name of the client of a named pipe: files are opened with
    the client's rights. Made by NamedPipeSocket::impersonate(). Move-only.

    \code
    if (const NamedPipeImpersonation client = socket->impersonate()) {
        QFile file(path); // with the client's rights
        ...
    } // and from here on with our own
    \endcode

    Destroy it in the thread that made it, and let no event loop run in between: what runs there would act for the client as
    well.

    If the thread cannot be taken back, the connection that led to it is not fit for anything any more: it is aborted, with an
    error of the operation "stop acting for the client of". That thread still acts for the client then; do no more in it than
    to end the process or the thread. revert() tells at once.

    System calls: \c RevertToSelf.
*/
class QTINTERPROCESS_EXPORT NamedPipeImpersonation
{
public:
    /*! Acts for nobody. */
    NamedPipeImpersonation() noexcept = default;
    NamedPipeImpersonation(NamedPipeImpersonation &&other) noexcept { swap(other); }
    NamedPipeImpersonation &operator=(NamedPipeImpersonation &&other) noexcept
    {
        NamedPipeImpersonation(std::move(other)).swap(*this);
        return *this;
    }
    ~NamedPipeImpersonation() { revert(); }

    /*! Whether the thread acts for the client by this object. */
    bool isActive() const noexcept { return m_thread != 0; }
    explicit operator bool() const noexcept { return isActive(); }

    /*! Why it does not, or why it could not stop. */
    Error error() const { return m_error; }

    /*! Stops. Returns \c false, and has aborted the connection, if that failed. Nothing to do if not active. */
    bool revert();

    void swap(NamedPipeImpersonation &other) noexcept
    {
        std::swap(m_socket, other.m_socket);
        std::swap(m_error, other.m_error);
        std::swap(m_thread, other.m_thread);
    }

private:
    friend class NamedPipeSocket;
    Q_DISABLE_COPY(NamedPipeImpersonation)

    QPointer<NamedPipeSocket> m_socket;
    Error m_error;
    quint32 m_thread = 0; // that acts for the client
};

} // namespace QtInterprocess

#else
#    error "Named pipes are for Windows only. The portable classes are QtInterprocess::LocalSocket and LocalServer."
#endif
