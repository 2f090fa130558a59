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

// Passes one answer from any thread to the connection. The connection may be destroyed, or move to
// another thread, at any time.
class InstanceAnswerPath
{
public:
    explicit InstanceAnswerPath(QObject *receiver) noexcept : m_receiver(receiver) { }

    // Stores the answer; only the first one counts. Returns whether the receiver is in this thread,
    // and can take the answer at once.
    bool put(const instance::Answer &answer);
    std::optional<instance::Answer> take();
    void close(); // the receiver is being destroyed
    bool isAnswered() const noexcept { return m_answered; }

private:
    std::mutex m_mutex;
    QObject *m_receiver; // guarded, like the answer; null after its destruction
    std::optional<instance::Answer> m_answer;
    std::atomic<bool> m_answered { false };
};

// Sends the answer, in the thread of the connection, whose child it is.
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

// The content of a request, and the path of its answer. May be used and destroyed in any thread.
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

    InstanceAnswerer *const m_answerer; // valid as long as m_path is open
    const std::shared_ptr<InstanceAnswerPath> m_path;
};

/*
    The primary's side: owns the name, greets each client, and emits the requests.

    While no slot is connected, requests wait: the secondary receives "received" later, or gives up.
    They wait unread, to take little memory. If its slot is disconnected, a request that was read
    waits as well.
*/
class InstancePrimary final : public QObject
{
    Q_OBJECT

public:
    enum class Kind { Request, Replacement };

    // isServed returns whether a slot is connected that serves requests of this kind.
    InstancePrimary(std::function<bool(Kind)> isServed, QObject *parent);
    ~InstancePrimary() override;

    // Claims the name. Fails with NameInUse if another process is the primary.
    Error claim(const LocalName &name, const Access &access);

    // Releases the name and disconnects clients without a request. Received requests are still
    // answered.
    void release();

    // Continues with waiting requests, if they are served now.
    void serve();

    qint64 maximumRequestSize = 16 * 1024 * 1024;

Q_SIGNALS:
    void requestReceived(const QtInterprocess::InstanceRequest &request);
    void replaceRequested(const QtInterprocess::InstanceRequest &request);
    void replaced(); // by consent; already released
    void nameLost(const QtInterprocess::Error &error); // already released

private:
    Q_DISABLE_COPY_MOVE(InstancePrimary)

    // A received request that is not served yet.
    struct Received
    {
        LocalSocket *socket;
        MessageChannel *channel;
        instance::Request content;
        bool isReceiptSent = false; // "received" was sent
        bool isDue = false; // "go" was received

        Kind kind() const noexcept { return content.replaces ? Kind::Replacement : Kind::Request; }
    };

    bool event(QEvent *event) override;
    void greet(LocalSocket *socket);
    void take(LocalSocket *socket, MessageChannel *channel, const QByteArray &message);
    bool receive(LocalSocket *socket, MessageChannel *channel, const QByteArray &message);
    bool acceptGo(LocalSocket *socket, const QByteArray &message);
    bool forget(LocalSocket *socket);
    bool serveNext();
    bool isPaused() const;
    void scheduleRecheck();
    void updatePaused();
    void yieldTo(const LocalSocket &socket);

    Lifetime m_lifetime;
    const std::function<bool(Kind)> m_isServed;
    OwnedHandle m_token;
    LocalServer m_server;
    QTimer m_recheckTimer;
    QList<QPointer<LocalSocket>> m_waiting; // connections without a request
    std::vector<Received> m_received; // in the order of arrival
};

} // namespace QtInterprocess
