// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Connects to a primary and runs any steps.
//
// The primary sends only messages of the protocol, takes at most one request per connection, and
// keeps neither a descriptor nor an object of it. It greets the next client, unless it has agreed
// to its replacement.
//
// The first byte selects the primary's handling of a request, and how the stranger ends.

#include "instancescript.h"

#include "local/instancename.h"
#include "local/instanceprotocol.h"

#include <QtInterprocess/localsocket.h>
#include <QtInterprocess/singleinstance.h>

#include <QtCore/qbuffer.h>
#include <QtCore/qelapsedtimer.h>

#include <optional>

using namespace QtInterprocess;
using namespace Fuzzing;

namespace {

enum class Reaction { Reply, Forget, Keep };

class Primary : public QObject
{
public:
    Primary() { standAgain(); }

    // Starts a new primary after a replacement.
    void standAgain()
    {
        m_instance.emplace(QStringLiteral("fuzz"));
        require(m_instance->isPrimary());
        connect(&*m_instance, &SingleInstance::requestReceived, this, &Primary::take);
        connect(&*m_instance, &SingleInstance::replaceRequested, this, [this](const InstanceRequest &request) {
            isAskedToLeave = true;
            take(request);
        });
    }

    QByteArray path() const
    {
        return QFile::encodeName(instanceName(m_instance->id(), SingleInstance::Scope::User).fullName());
    }
    bool isPrimary() const { return m_instance->isPrimary(); }
    bool isAlone() const { return m_instance->findChildren<LocalSocket *>().isEmpty(); }

    Reaction reaction = Reaction::Reply;
    QList<InstanceRequest> requests;
    int count = 0;
    bool isAskedToLeave = false;

private:
    void take(const InstanceRequest &request)
    {
        ++count;
        require(!request.isAnswered());
        require(request.arguments().size() == request.rawArguments().size());
        require(request.sender().processId() == QCoreApplication::applicationPid());
        if (reaction == Reaction::Reply)
            request.reply(3, request.payload());
        else if (reaction == Reaction::Keep)
            requests += request;
    }

    std::optional<SingleInstance> m_instance;
};

struct World
{
    Surroundings surroundings;
    Primary primary;
};

World &world()
{
    static World all;
    return all;
}

// Runs the event loop until the condition holds.
template <typename Condition>
void turnUntil(Condition condition)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        require(timer.elapsed() < 20000);
        Surroundings::turn();
    }
}

// Reads until the end of the connection, or until nothing is in transit. Both ends run in this
// thread.
QByteArray readAll(int socket)
{
    constexpr int Quiet = 8; // turns
    QByteArray all;
    for (int turns = 0; turns < Quiet; ++turns) {
        Surroundings::turn();
        world().primary.requests.clear(); // drops the requests, which answers them
        char block[4096];
        const ssize_t count = ::recv(socket, block, sizeof block, MSG_DONTWAIT);
        if (count == 0 || (count == -1 && errno != EAGAIN))
            break;
        if (count > 0) {
            all.append(block, count);
            turns = 0;
        }
    }
    return all;
}

QList<QByteArray> messagesIn(QByteArray bytes)
{
    QBuffer device(&bytes);
    device.open(QIODevice::ReadOnly);
    FrameReader reader;
    QList<QByteArray> messages;
    QByteArray message;
    while (reader.next(device, bytes.size(), message) == FrameReader::Taken::Message)
        messages += message;
    require(!reader.isInside());
    return messages;
}

void checkConversation(const QList<QByteArray> &messages)
{
    require(!messages.isEmpty() && instance::decodeHello(messages.first()));
    require(messages.size() <= 3);
    for (const QByteArray &message : messages.mid(1))
        require(instance::isReceived(message) || instance::decodeAnswer(message));
}

void checkGreeting()
{
    OwnedHandle honest = Raw::connectTo(world().primary.path());
    require(bool(honest));
    checkConversation(messagesIn(readAll(int(honest.get()))));
    honest.reset();
    turnUntil([] { return world().primary.isAlone(); });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const TimeLimit limit(20);
    Primary &primary = world().primary;
    static const int before = [] {
        checkGreeting();
        return TestSupport::openDescriptors();
    }();
    Input input(data, size);
    const int manner = input.byte();
    primary.reaction = Reaction(manner % 3);
    const bool leaves = (manner & 0x80) != 0;
    primary.count = 0;
    primary.isAskedToLeave = false;
    OwnedHandle stranger = Raw::nonBlocking(Raw::connectTo(primary.path()));
    require(bool(stranger));
    for (const Step &step : stepsOf(input)) {
        if (step.has(Step::Wait))
            Surroundings::turn();
        if (!sendAll(int(stranger.get()), step) || step.has(Step::End))
            break;
    }
    if (leaves) {
        stranger.reset();
    } else {
        ::shutdown(int(stranger.get()), SHUT_WR);
        const auto messages = messagesIn(readAll(int(stranger.get())));
        checkConversation(messages);
        stranger.reset();
    }
    turnUntil([&] {
        primary.requests.clear();
        return primary.isAlone();
    });
    require(primary.count <= 1);
    require(primary.isPrimary() || primary.isAskedToLeave);
    if (!primary.isPrimary())
        primary.standAgain();
    checkGreeting();
    require(TestSupport::openDescriptors() <= before + KeptForReuse);
    return 0;
}
