// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/backoff.h"
#include "support/errortext.h"
#include "support/lifetime.h"
#include "support/setting.h"

#include <QtInterprocess/reconnectingclient.h>

#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

namespace QtInterprocess {

class ReconnectingClientPrivate
{
public:
    explicit ReconnectingClientPrivate(ReconnectingClient *client);

    void start(const LocalName &server);
    void close();
    void abort();
    bool write(const QByteArray &bytes);
    void leaveThread()
    {
        m_lifetime.end();
        m_attempt.end();
    }
    QBindingStorage *bindingStorage() const { return q->bindingStorage(); }
    LocalSocket *connection() const { return m_isConnected ? m_socket.data() : nullptr; }
    void setDelays(const ReconnectingClient::Delays &wanted);

    LocalName name;
    ReconnectingClient::Delays delays;
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(ReconnectingClientPrivate, int, connectTimeout, 30000)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(ReconnectingClientPrivate, qint64, writeLimit, 16 * 1024 * 1024)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(ReconnectingClientPrivate, bool, keepsOutput, false)
    Access requiredServer = Access::Everyone;
    Error error;
    bool active = false;

private:
    bool refuse(Error::Code code, const ErrorText &why);
    void stop();
    LocalSocket *release();
    LocalSocket *detachSocket();
    void emitChanges();
    void emitChangesLater();
    void attempt();
    void connected();
    void socketFailed(LocalSocket *socket, const Error &why);
    void socketDisconnected(LocalSocket *socket);
    void attemptEnded(const Error &why, bool wasConnected);
    void deleteWhenRead(LocalSocket *socket);

    ReconnectingClient *const q;
    Lifetime m_lifetime;
    Lifetime m_attempt; // ends when a slot closes the client, or begins another attempt
    QTimer *const m_retryTimer; // a child, so it moves to another thread with the client
    Backoff m_pauses;
    QPointer<LocalSocket> m_socket; // of this attempt; also a child
    QPointer<LocalSocket> m_closing; // closed by close() or abort(), but not yet reported
    QPointer<LocalSocket> m_former; // has ended, but has unread input
    QByteArray m_kept;
    bool m_isConnected = false; // and reported
    bool m_reportedActive = false; // the reported values of the properties
    bool m_reportedConnected = false;
};

} // namespace QtInterprocess
