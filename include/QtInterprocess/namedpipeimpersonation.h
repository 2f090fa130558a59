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
    While this object exists, the current thread acts in the name of a named pipe's client.

    Files are opened with the client's rights. NamedPipeSocket::impersonate() creates the object.
    It is move-only.

    \code
    if (const NamedPipeImpersonation client = socket->impersonate()) {
        QFile file(path); // with the client's rights
        ...
    } // with the rights of this process again
    \endcode

    Destroy it in the thread that created it, and run no event loop in between. Code of the event
    loop would also act for the client.

    If the thread cannot return to its own rights, the connection is aborted. Its error has the
    operation "stop acting for the client of". The thread then still acts for the client: do
    nothing in it but end the thread or the process. revert() returns this failure at once.

    System call: \c RevertToSelf.
*/
class QTINTERPROCESS_EXPORT NamedPipeImpersonation
{
public:
    /*! Constructs an inactive object. */
    NamedPipeImpersonation() noexcept = default;
    /*! Move-constructs the object from \a other. */
    NamedPipeImpersonation(NamedPipeImpersonation &&other) noexcept { swap(other); }
    /*! Moves \a other into this object, and reverts the impersonation that it had. */
    NamedPipeImpersonation &operator=(NamedPipeImpersonation &&other) noexcept
    {
        NamedPipeImpersonation(std::move(other)).swap(*this);
        return *this;
    }
    /*! Reverts, as by revert(). */
    ~NamedPipeImpersonation() { revert(); }

    /*! Returns whether the thread acts for the client by this object. */
    bool isActive() const noexcept { return m_thread != 0; }
    /*! Returns isActive(). */
    explicit operator bool() const noexcept { return isActive(); }

    /*! Returns why the object is not active, or why it could not revert. */
    Error error() const { return m_error; }

    /*!
        Stops acting for the client. Returns \c false if that fails; the connection is then
        aborted.

        Does nothing and returns \c true if the object is not active.
    */
    bool revert();

    /*! Exchanges the contents with \a other. */
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
