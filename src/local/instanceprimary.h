// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/instanceprotocol.h"

#include <QtInterprocess/instancerequest.h>
#include <QtInterprocess/localserver.h>
#include <QtInterprocess/messagechannel.h>

#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <functional>
#include <vector>

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

    While no slot is connected, requests wait: the secondary gets "received" when there is one, or gives up before.
*/
class InstancePrimary final : public QObject
{
    Q_OBJECT

public:
    // isServed tells whether a slot is connected that serves requests.
    InstancePrimary(std::function<bool()> isServed, QObject *parent);

    // NameInUse: somebody else is the primary.
    Error claim(const LocalName &name);

    // The name is free, and who only waits is let go; who has asked for something is still answered.
    void release();

    // Goes on with the requests that wait, if they are served now.
    void serve();

    qint64 maximumRequestSize = 16 * 1024 * 1024;

Q_SIGNALS:
    void requestReceived(const QtInterprocess::InstanceRequest &request);

private:
    // A request that was received, and is not served yet.
    struct Received
    {
        LocalSocket *socket;
        MessageChannel *channel;
        instance::Request content;
        bool isTold = false; // "received" was sent
        bool isDue = false; // "go" has come
    };

    void greet(LocalSocket *socket);
    void take(LocalSocket *socket, MessageChannel *channel, const QByteArray &message);
    bool receive(LocalSocket *socket, MessageChannel *channel, const QByteArray &message);
    bool isToBeServed(LocalSocket *socket, const QByteArray &message);
    bool forget(LocalSocket *socket);
    bool serveNext();

    const std::function<bool()> m_isServed;
    OwnedHandle m_token;
    LocalServer m_server;
    QTimer m_look;
    QList<QPointer<LocalSocket>> m_waiting; // connections without a request
    std::vector<Received> m_received; // in the order of their arrival
};

} // namespace QtInterprocess
