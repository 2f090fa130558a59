// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/namedpipeimpersonation.h>

#include "device/messagedevice_p.h"
#include "os/win/impersonation.h"
#include "support/errortext.h"

#include <QtInterprocess/namedpipesocket.h>

#include <utility>

namespace QtInterprocess {

bool NamedPipeImpersonation::revert()
{
    if (!isActive())
        return true;
    const quint32 thread = std::exchange(m_thread, 0);
    if (thread == os::currentThread()) {
        m_error = os::stopImpersonating();
    } else {
        // This thread acts for itself and cannot revert the other thread.
        m_error = Error(Error::InvalidOperation, 0, QStringLiteral("stop impersonating the client of"), QString(),
                        ErrorText::tr("this thread does not impersonate the client; call from the thread that does"));
    }
    if (!m_error)
        return true;
    if (m_socket) {
        // Run it in the event loop of the socket, which may belong to another thread.
        const auto end = [socket = m_socket, error = m_error.withSubject(m_socket->fullServerName())] {
            socket->abort();
            if (socket) // a slot of aboutToClose() may destroy it
                socket->priv()->refuse(error);
        };
        if (thread == os::currentThread())
            end();
        else
            QMetaObject::invokeMethod(m_socket.data(), end, Qt::QueuedConnection);
    }
    return false;
}

} // namespace QtInterprocess
