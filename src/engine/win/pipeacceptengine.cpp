// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeacceptengine.h"

#include "loop/backoff.h"
#include "loop/reactor.h"
#include "os/win/completionport.h"
#include "os/win/errormap.h"
#include "support/errortext.h"
#include "support/logging.h"

#include <QtCore/qdebug.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int MostWaiting = 8; // instances

Error fail(const Error &error, const QString &path)
{
    return Error(error.code(), error.nativeCode(), QStringLiteral("listen on"), path, ErrorText::detailOf(error));
}

class PipeAcceptEngine;

// An instance of the pipe that waits for its client.
class Instance final : private ReadySource
{
public:
    Instance(PipeAcceptEngine &engine, OwnedHandle handle);

    // Starts waiting, or checks whether a client has come; returns true if one has.
    Result<bool> advance();

    OwnedHandle release();
    qintptr handle() const { return m_handle.get(); }
    const os::Operation &connecting() const { return m_connect; }
    void leaveThread() { m_watch.leaveThread(); }
    void joinThread() { m_watch.joinThread(); }

private:
    void ready(ReadySet what) override;

    PipeAcceptEngine &m_engine;
    OwnedHandle m_handle;
    os::Operation m_connect; // after the handle: abandoned before it is closed
    Watch m_watch;
    bool m_isConnected = false;
};

class PipeAcceptEngine final : public AcceptEngine, private ReadySource
{
public:
    PipeAcceptEngine(OwnedHandle first, const os::PipeSpec &spec, int backlog, AcceptObserver &observer);

    void setRoom(int connections) override;
    bool wait(QDeadlineTimer deadline) override;
    void leaveThread() override;
    void joinThread() override;
    qintptr handle() const override;

    void ready(ReadySet what) override;

private:
    bool takeTurn(AcceptTurn &turn);
    std::unique_ptr<Instance> makeInstance(AcceptTurn &turn);
    void refill(AcceptTurn &turn);
    void report(const Error &error, AcceptTurn &turn);

    os::PipeSpec m_spec;
    const int m_target;
    AcceptObserver &m_observer;
    Watch m_watch; // for wake-ups and the timer; each instance watches its own handle
    std::vector<std::unique_ptr<Instance>> m_instances;
    Backoff m_shortage { 50, 1000 };
    Backoff m_atLimit { 50, 200 };
    QDeadlineTimer m_resumesAt; // time of the next attempt to make an instance
    int m_room = 0;
    bool m_reported = false; // the current shortage was reported
};

// ---- Instance

Instance::Instance(PipeAcceptEngine &engine, OwnedHandle handle)
    : m_engine(engine),
      m_handle(std::move(handle)),
      m_watch(*this)
{
    m_watch.setHandle(m_handle.get());
    m_watch.setInterest(Ready::Readable);
}

void Instance::ready(ReadySet what)
{
    m_engine.ready(what);
}

Result<bool> Instance::advance()
{
    // Bounded: clients that come and go could occupy this thread.
    for (int i = 0; i < 8 && !m_isConnected; ++i) {
        if (!m_connect.isPending() && !m_connect.isDone())
            os::beginConnect(m_connect, m_handle.get());
        if (!m_connect.poll())
            return false;
        const auto outcome = m_connect.take();
        switch (outcome.error) {
        case ERROR_SUCCESS:
        case ERROR_PIPE_CONNECTED: m_isConnected = true; break;
        case ERROR_OPERATION_ABORTED: break; // another process has cancelled it
        case ERROR_NO_DATA:
            // A client came and has gone. Its data is not lost.
            if (os::peekPipe(m_handle.get()).available > 0)
                m_isConnected = true;
            else if (const Error error = os::disconnectPipe(m_handle.get()))
                return error;
            break;
        default: return os::systemError(outcome.error, "listen on");
        }
    }
    if (!m_isConnected)
        m_watch.wake();
    return m_isConnected;
}

OwnedHandle Instance::release()
{
    m_watch.stop();
    return std::move(m_handle);
}

// ---- PipeAcceptEngine

PipeAcceptEngine::PipeAcceptEngine(OwnedHandle first, const os::PipeSpec &spec, int backlog, AcceptObserver &observer)
    : m_spec(spec),
      m_target(std::min(std::clamp(backlog, 1, MostWaiting), spec.maximumInstances)),
      m_observer(observer),
      m_watch(*this)
{
    // While the only instance of a pipe is gone, another process could make the pipe.
    m_spec.firstInstance = spec.firstInstance && spec.maximumInstances == 1;
    m_instances.push_back(std::make_unique<Instance>(*this, std::move(first)));
    (void)m_instances.front()->advance();
    // All instances wait from now on, so that clients find them before there is an event loop.
    // Failures are reported later.
    AcceptTurn unreported;
    refill(unreported);
    m_reported = false;
    m_watch.wake();
}

qintptr PipeAcceptEngine::handle() const
{
    return m_instances.empty() ? qintptr(OwnedHandle::Invalid) : m_instances.front()->handle();
}

void PipeAcceptEngine::setRoom(int connections)
{
    m_room = connections;
    if (m_room > 0)
        m_watch.wake();
}

void PipeAcceptEngine::ready(ReadySet)
{
    AcceptTurn turn;
    if (takeTurn(turn))
        m_observer.acceptTurn(std::move(turn));
}

bool PipeAcceptEngine::takeTurn(AcceptTurn &turn)
{
    refill(turn);
    size_t i = 0;
    while (i < m_instances.size()) {
        const auto client = m_instances[i]->advance();
        if (client && (!*client || m_room == 0)) {
            ++i;
            continue;
        }
        // Make the next instance first, so that the pipe always exists. It may have a client
        // already.
        auto next = makeInstance(turn);
        const auto instance = std::exchange(m_instances[i], std::move(next));
        if (!m_instances[i])
            m_instances.erase(m_instances.begin() + std::ptrdiff_t(i));
        if (client) {
            turn.handles.push_back(instance->release());
            --m_room;
        } else {
            report(client.error(), turn);
        }
    }
    refill(turn);
    return !turn.handles.empty() || turn.error;
}

std::unique_ptr<Instance> PipeAcceptEngine::makeInstance(AcceptTurn &turn)
{
    if (!m_resumesAt.hasExpired())
        return nullptr;
    auto handle = os::createPipeInstance(m_spec);
    Error error = handle ? os::CompletionPort::instance().add(handle->get()) : handle.error();
    if (!error) {
        m_shortage.reset();
        m_atLimit.reset();
        m_reported = false;
        return std::make_unique<Instance>(*this, std::move(*handle));
    }
    // At the limit, an instance becomes free when a connection is closed. Nothing reports that.
    const bool atLimit = error.nativeCode() == ERROR_PIPE_BUSY
        || (m_spec.firstInstance && error.nativeCode() == ERROR_ACCESS_DENIED);
    if (!atLimit)
        report(error, turn);
    Backoff &pauses = atLimit ? m_atLimit : m_shortage;
    m_watch.wakeAfter(pauses.next());
    m_resumesAt = pauses.resumesAt();
    return nullptr;
}

void PipeAcceptEngine::refill(AcceptTurn &turn)
{
    while (m_instances.size() < size_t(m_target)) {
        auto instance = makeInstance(turn);
        if (!instance)
            return;
        // Start waiting now. If a client has come already, the next turn takes it.
        if (const auto client = instance->advance(); !client || *client)
            m_watch.wake();
        m_instances.push_back(std::move(instance));
    }
}

// Reports a failure, once for each shortage.
void PipeAcceptEngine::report(const Error &error, AcceptTurn &turn)
{
    if (!std::exchange(m_reported, true))
        turn.error = fail(error, m_spec.path);
}

bool PipeAcceptEngine::wait(QDeadlineTimer deadline)
{
    for (;;) {
        m_watch.cancelWake();
        AcceptTurn turn;
        if (takeTurn(turn)) {
            m_observer.acceptTurn(std::move(turn));
            return true;
        }
        if (m_watch.isWoken())
            continue;
        std::vector<const os::Operation *> waiting;
        for (const auto &instance : m_instances) {
            if (m_room > 0)
                waiting.push_back(&instance->connecting());
        }
        const bool paused = m_instances.size() < size_t(m_target);
        const QDeadlineTimer until = paused ? std::min(deadline, m_resumesAt) : deadline;
        if (!os::Operation::waitForAny(waiting, until) && deadline.hasExpired())
            return false;
    }
}

void PipeAcceptEngine::leaveThread()
{
    m_watch.leaveThread();
    for (const auto &instance : m_instances)
        instance->leaveThread();
}

void PipeAcceptEngine::joinThread()
{
    m_watch.joinThread();
    for (const auto &instance : m_instances)
        instance->joinThread();
}

} // namespace

Result<OwnedHandle> claimPipe(const os::PipeSpec &spec)
{
    if (const Error error = os::checkPipePath(spec.path))
        return fail(error, spec.path);
    if (os::isRemotePath(spec.path)) {
        return Error(Error::InvalidName, 0, QStringLiteral("listen on"), spec.path,
                     ErrorText::tr("a server can create pipes on this machine only; use \\\\.\\pipe\\name"));
    }
    const auto nameInUse = [&](int nativeCode) {
        return Error(Error::NameInUse, nativeCode, QStringLiteral("listen on"), spec.path,
                     ErrorText::tr("the name is in use by another server"));
    };
    // The flag for the first instance decides. The check before gives a precise error.
    if (spec.firstInstance && os::pipeExists(spec.path))
        return nameInUse(0);
    auto handle = os::createPipeInstance(spec);
    if (handle) {
        if (const Error error = os::CompletionPort::instance().add(handle->get()))
            return fail(error, spec.path);
        if (spec.firstInstance)
            qCDebug(lcNames) << "this process has the name" << spec.path;
        return handle;
    }
    if (spec.firstInstance && handle.error().nativeCode() == ERROR_ACCESS_DENIED && os::pipeExists(spec.path))
        return nameInUse(ERROR_ACCESS_DENIED);
    return fail(handle.error(), spec.path);
}

std::unique_ptr<AcceptEngine> makePipeAcceptEngine(OwnedHandle first, const os::PipeSpec &spec, int backlog,
                                                   AcceptObserver &observer)
{
    return std::make_unique<PipeAcceptEngine>(std::move(first), spec, backlog, observer);
}

} // namespace QtInterprocess
