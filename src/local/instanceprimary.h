// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/instanceprotocol.h"

#include <QtInterprocess/instancerequest.h>
#include <QtInterprocess/localserver.h>
#include <QtInterprocess/messagechannel.h>

#include <QtCore/qpointer.h>

#include <map>

namespace QtInterprocess {

class LocalSocket;

// What a request is about, and the connection on which it is answered.
class InstanceRequestData
{
public:
    InstanceRequestData(instance::Request content, PeerCredentials sender, MessageChannel *channel)
        : request(std::move(content)),
          credentials(std::move(sender)),
          m_channel(channel)
    { }
    ~InstanceRequestData() { answer({}); }

    void answer(const instance::Answer &answer);
    bool isAnswered() const noexcept { return m_answered; }

    const instance::Request request;
    const PeerCredentials credentials;

private:
    Q_DISABLE_COPY_MOVE(InstanceRequestData)

    QPointer<MessageChannel> m_channel;
    bool m_answered = false;
};

/*
    The side of the primary: owns the name, greets everybody who connects, and emits what they ask for.
*/
class InstancePrimary final : public QObject
{
    Q_OBJECT

public:
    explicit InstancePrimary(QObject *parent) : QObject(parent), m_server(this) { }

    // NameInUse: somebody else is the primary.
    Error claim(const LocalName &name);

    // The name is free, and who only waits is let go; who has asked for something is still answered.
    void release();

    qint64 maximumRequestSize = 16 * 1024 * 1024;

Q_SIGNALS:
    void requestReceived(const QtInterprocess::InstanceRequest &request);
    void nameLost(const QtInterprocess::Error &error); // released already

private:
    void greet(LocalSocket *socket);
    void take(LocalSocket *socket, MessageChannel *channel, const QByteArray &message);
    bool receive(LocalSocket *socket, const QByteArray &message);

    OwnedHandle m_token;
    LocalServer m_server;
    QList<QPointer<LocalSocket>> m_waiting; // connections without a request
    std::map<LocalSocket *, instance::Request> m_received; // and those whose request is not to be served yet
};

} // namespace QtInterprocess
