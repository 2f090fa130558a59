// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Listens on the name of an instance and runs any steps, once per connection.
//
// An instance that starts then never becomes primary. It knows its role in time, reports each
// failure and keeps no descriptor.
//
// The first byte selects whether the connection ends after the steps, and whether the secondary
// waits for succession, waits for the end of the primary, or takes over. A take-over finds the
// process that called listen(), which has already ended.

#include "instancescript.h"

#include "local/instancename.h"

#include <QtInterprocess/singleinstance.h>

#include <QtCore/qelapsedtimer.h>

#include <thread>

#include <poll.h>

using namespace QtInterprocess;
using namespace Fuzzing;

namespace {

constexpr int Timeout = 30; // milliseconds

/*
    Holds the name of the instance.

    Another process has called listen(). Otherwise the secondary would recognise its own process,
    to which it does not forward.
*/
class Impostor
{
public:
    explicit Impostor(const QByteArray &path) : m_listener(Raw::serve(path, -1))
    {
        require(bool(m_listener));
        Raw::Child child([this](Raw::Child &) { return ::listen(int(m_listener.get()), 100); });
        require(child.exitCode() == 0);
        m_listener = Raw::nonBlocking(std::move(m_listener));
    }

    void start(const QList<Step> &steps, bool staysSilent)
    {
        require(Raw::pipe(m_stop));
        m_thread = std::thread([this, steps, staysSilent] { serve(steps, staysSilent); });
    }

    void stop()
    {
        ::close(m_stop[1]);
        m_thread.join();
        ::close(m_stop[0]);
        for (int left = 0; left != -1; ::close(left))
            left = ::accept(int(m_listener.get()), nullptr, nullptr);
    }

private:
    // Waits for input. Returns false if the impostor must stop.
    bool waitFor(int descriptor) const
    {
        pollfd waiting[] = { { descriptor, POLLIN, 0 }, { m_stop[0], POLLIN, 0 } };
        while (::poll(waiting, 2, -1) == -1 && errno == EINTR) {
        }
        return waiting[1].revents == 0;
    }

    void serve(const QList<Step> &steps, bool staysSilent) const
    {
        while (waitFor(int(m_listener.get()))) {
            const OwnedHandle client(::accept(int(m_listener.get()), nullptr, nullptr));
            if (!client)
                continue;
            const bool ended = play(int(client.get()), steps);
            char block[4096];
            while (!ended && staysSilent && waitFor(int(client.get()))) {
                if (::recv(int(client.get()), block, sizeof block, 0) <= 0)
                    break;
            }
        }
    }

    // Runs the steps. Returns true if they end the connection.
    bool play(int client, const QList<Step> &steps) const
    {
        char block[4096];
        for (const Step &step : steps) {
            if (step.has(Step::Wait) && (!waitFor(client) || ::recv(client, block, sizeof block, 0) <= 0))
                return true;
            if (!sendAll(client, step) || step.has(Step::End))
                return true;
        }
        return false;
    }

    OwnedHandle m_listener;
    int m_stop[2] = { -1, -1 };
    std::thread m_thread;
};

struct World
{
    Surroundings surroundings;
    QString id = QStringLiteral("fuzz");
    Impostor impostor { QFile::encodeName(instanceName(id, SingleInstance::Scope::User).fullName()) };
};

// Each call has its own result.
void check(const SingleInstance &instance, bool isGone)
{
    require(instance.role() == SingleInstance::Role::Secondary);
    require(isGone || instance.error());
}

void start(const QString &id, int manner)
{
    constexpr int Succeeds = 2, Waits = 4, TakesOver = 8;
    SingleInstance::Options options;
    options.setTimeout(Timeout);
    SingleInstance instance(id, options);
    require(instance.role() != SingleInstance::Role::Primary);
    require(instance.role() == SingleInstance::Role::Secondary || instance.error());
    instance.setReplyTimeout(Timeout);
    instance.setFailureCode(77);
    instance.setPayload("payload");
    const int code = instance.forward();
    require(instance.isAcknowledged() || instance.error());
    require(!instance.error() || code == 77);
    if (manner & Waits)
        check(instance, instance.waitForPrimaryToEnd(Timeout));
    if (manner & TakesOver) {
        require(!instance.takeOver(SingleInstance::TakeOver((manner >> 4) % 3), Timeout));
        check(instance, false);
    }
    if (!(manner & Succeeds))
        return;
    instance.setWaitsForSuccession(true);
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < Timeout)
        Surroundings::turn();
    require(instance.role() != SingleInstance::Role::Primary);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static World world;
    Input input(data, size);
    const int manner = input.byte();
    const QList<Step> steps = stepsOf(input);
    QElapsedTimer timer;
    timer.start();
    static int before = -1;
    world.impostor.start(steps, (manner & 1) != 0);
    start(world.id, manner);
    Surroundings::turn();
    world.impostor.stop();
    require(timer.elapsed() < 20000);
    if (before == -1)
        before = TestSupport::openDescriptors();
    require(TestSupport::openDescriptors() <= before + KeptForReuse);
    return 0;
}
