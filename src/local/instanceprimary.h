// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/instanceprotocol.h"
#include "support/lifetime.h"

#include <QtInterprocess/access.h>
#include <QtInterprocess/instancerequest.h>
#include <QtInterprocess/localserver.h>
#include <QtInterprocess/messagechannel.h>

#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace QtInterprocess {

class LocalSocket;

// The way of one answer from any thread to the connection, which may be gone, or move to another thread, at any time.
class InstanceAnswerPath
{
public:
    explicit InstanceAnswerPath(QObject *receiver) noexcept : m_receiver(receiver) { }

    // Only the first answer counts. Returns whether the receiver is of this thread, and can take the answer at once.
    bool put(const instance::Answer &answer);
    std::optional<instance::Answer> take();
    void close(); // the receiver goes
    bool isAnswered() const noexcept { return m_answered; }

private:
    std::mutex m_mutex;
    QObject *m_receiver; // guarded, as is the answer; null: gone
    std::optional<instance::Answer> m_answer;
    std::atomic<bool> m_answered { false };
};

// Sends the answer. In the thread of the connection, whose child it is.
class InstanceAnswerer final : public QObject
{
    Q_OBJECT

public:
    // beforeSuccess is called before the exit code 0 is sent.
    InstanceAnswerer(MessageChannel *channel, std::function<void()> beforeSuccess)
        : QObject(channel),
          path(std::make_shared<InstanceAnswerPath>(this)),
          m_channel(channel),
          m_beforeSuccess(std::move(beforeSuccess))
    { }
    ~InstanceAnswerer() override { path->close(); }

    void answer();

    const std::shared_ptr<InstanceAnswerPath> path;

private:
    Q_DISABLE_COPY_MOVE(InstanceAnswerer)

    bool event(QEvent *event) override;

    MessageChannel *const m_channel;
    const std::function<void()> m_beforeSuccess; // may be empty
};

// What a request is about, and the way to answer it. Used and destroyed in any thread.
class InstanceRequestData
{
public:
    InstanceRequestData(instance::Request content, PeerCredentials sender, InstanceAnswerer *answerer)
        : request(std::move(content)),
          credentials(std::move(sender)),
          m_answerer(answerer),
          m_path(answerer->path)
    { }
    ~InstanceRequestData() { answer({}); }

    void answer(const instance::Answer &answer);
    bool isAnswered() const noexcept { return m_path->isAnswered(); }

    const instance::Request request;
    const PeerCredentials credentials;

private:
    Q_DISABLE_COPY_MOVE(InstanceRequestData)

    InstanceAnswerer *const m_answerer; // as long as the path says so
    const std::shared_ptr<InstanceAnswerPath> m_path;
};

/*
    The side of the primary: owns the name, greets everybody who connects, and emits what they ask for.

    While no slot is connected, requests wait: the secondary gets "received" when there is one, or gives up before. They wait unread, so that they
    take little memory. A request that was read waits as well if its slot is disconnected.
*/
class InstancePrimary final : public QObject
{
    Q_OBJECT

public:
    enum class Kind { Request, Replacement };

    // isServed tells whether a slot is connected that serves requests of that kind.
    InstancePrimary(std::function<bool(Kind)> isServed, QObject *parent);
    ~InstancePrimary() override;

    // NameInUse: somebody else is the primary.
    Error claim(const LocalName &name, const Access &access);

    // The name is free, and who only waits is let go; who has asked for something is still answered.
    void release();

    // Goes on with the requests that wait, if they are served now.
    void serve();

    qint64 maximumRequestSize = 16 * 1024 * 1024;

Q_SIGNALS:
    void requestReceived(const QtInterprocess::InstanceRequest &request);
    void replaceRequested(const QtInterprocess::InstanceRequest &request);
    void replaced(); // by consent; released already
    void nameLost(const QtInterprocess::Error &error); // released already

private:
    Q_DISABLE_COPY_MOVE(InstancePrimary)

    // A request that was received, and is not served yet.
    struct Received
    {
        LocalSocket *socket;
        MessageChannel *channel;
        instance::Request content;
        bool isTold = false; // "received" was sent
        bool isDue = false; // "go" has come

        Kind kind() const noexcept { return content.replaces ? Kind::Replacement : Kind::Request; }
    };

    bool event(QEvent *event) override;
    void greet(LocalSocket *socket);
    void take(LocalSocket *socket, MessageChannel *channel, const QByteArray &message);
    bool receive(LocalSocket *socket, MessageChannel *channel, const QByteArray &message);
    bool isToBeServed(LocalSocket *socket, const QByteArray &message);
    bool forget(LocalSocket *socket);
    bool serveNext();
    bool isHeldUp() const;
    void lookAgain();
    void holdUp();
    void yieldTo(const LocalSocket &socket);

    Lifetime m_lifetime;
    const std::function<bool(Kind)> m_isServed;
    OwnedHandle m_token;
    LocalServer m_server;
    QTimer m_look;
    QList<QPointer<LocalSocket>> m_waiting; // connections without a request
    std::vector<Received> m_received; // in the order of their arrival
};

} // namespace QtInterprocess
