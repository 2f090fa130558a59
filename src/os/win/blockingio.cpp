// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/blockingio.h"

#include "os/background.h"
#include "os/win/call.h"
#include "os/win/consoleio.h"
#include "os/win/errormap.h"
#include "os/win/event.h"
#include "os/win/keeploaded.h"
#include "os/win/pipe.h"
#include "os/win/winapi.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace QtInterprocess::os {

namespace {

constexpr int CancelAttempts = 1000; // one per millisecond; a call that goes on after these cannot be cancelled

class SynchronousIo final : public BlockingIo, public std::enable_shared_from_this<SynchronousIo>
{
public:
    explicit SynchronousIo(OwnedHandle handle) : m_handle(std::move(handle)) { keepLoaded(); }

    Result<qint64> read(char *data, qint64 size) override
    {
        if (const Error error = lookAt())
            return error;
        if (m_console)
            return m_console->read(data, size);
        for (;;) {
            DWORD count = 0;
            const quint32 error = transfer(Call::Read, ::ReadFile, data, size, count);
            if (error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF)
                return qint64(0);
            if (error != ERROR_SUCCESS && error != ERROR_MORE_DATA)
                return systemError(error, "read from");
            // In a pipe, 0 bytes are an empty write and not the end.
            if (count > 0 || !m_event)
                return qint64(count);
        }
    }

    Result<qint64> write(const char *data, qint64 size) override
    {
        if (const Error error = lookAt())
            return error;
        if (m_console)
            return m_console->write(data, size);
        DWORD count = 0;
        const quint32 error = transfer(Call::Write, ::WriteFile, data, size, count);
        if (error != ERROR_SUCCESS)
            return systemError(error, "write to");
        return qint64(count);
    }

    void cancel() override
    {
        m_cancelled = true;
        interrupt();
        // The call may be about to begin, and then this interruption is too early. A thread that
        // may wait repeats it.
        if (m_isInCall)
            startBackgroundThread([self = shared_from_this()] { self->keepInterrupting(); });
    }

    qintptr handle() const noexcept override { return m_handle.get(); }

private:
    static constexpr qint64 MaximumSize = 64 * 1024;

    // Inspects the handle, in the thread that makes the calls. The answer may have to wait for a
    // call of another process.
    Error lookAt()
    {
        if (std::exchange(m_isKnown, true))
            return m_problem;
        const DWORD type = ::GetFileType(toHandle(m_handle.get()));
        if (type == FILE_TYPE_PIPE) {
            m_event.emplace();
            m_problem = setWaiting(m_handle.get());
        }
        if (type == FILE_TYPE_CHAR && ConsoleIo::isConsole(m_handle.get()))
            m_console.emplace(m_handle.get(), [this](const std::function<bool()> &function) { return call(function); });
        return m_problem;
    }

    // Makes one transfer. A file gets no OVERLAPPED, because it would set the position. A pipe
    // always gets one, because it may be unknown whether the handle is overlapped.
    template <typename Function, typename Bytes>
    quint32 transfer(Call which, Function function, Bytes *data, qint64 size, DWORD &count)
    {
        return call([&] {
            m_overlapped = {};
            OVERLAPPED *const overlapped = m_event && m_event->isValid() ? &m_overlapped : nullptr;
            if (overlapped) // the lowest bit keeps the result away from a completion port of the handle
                overlapped->hEvent = toHandle(toNative(m_event->handle()) | 1);
            const HANDLE handle = toHandle(m_handle.get());
            const auto begin = [&] {
                return function(handle, data, DWORD(std::min<qint64>(size, MaximumSize)), &count, overlapped);
            };
            if (systemCall(which, begin))
                return true;
            if (!overlapped || ::GetLastError() != ERROR_IO_PENDING)
                return false;
            m_isPending = true;
            const bool isDone = ::GetOverlappedResult(handle, overlapped, &count, TRUE);
            m_isPending = false;
            return isDone;
        });
    }

    void interrupt()
    {
        const std::lock_guard lock(m_mutex);
        if (m_thread)
            ::CancelSynchronousIo(toHandle(m_thread.get()));
        if (m_isPending)
            ::CancelIoEx(toHandle(m_handle.get()), &m_overlapped);
    }

    void keepInterrupting()
    {
        for (int i = 0; i < CancelAttempts && m_isInCall; ++i) {
            ::Sleep(1);
            interrupt();
        }
    }

    // Makes a blocking call. Returns its GetLastError().
    template <typename Blocking>
    quint32 call(Blocking function)
    {
        rememberThread();
        m_isInCall = true;
        quint32 error = ERROR_SUCCESS;
        if (!m_cancelled && !function())
            error = ::GetLastError();
        m_isInCall = false;
        return m_cancelled ? ERROR_CANCELLED : error;
    }

    void rememberThread()
    {
        const std::lock_guard lock(m_mutex);
        if (m_thread)
            return;
        HANDLE thread = nullptr;
        if (::DuplicateHandle(::GetCurrentProcess(), ::GetCurrentThread(), ::GetCurrentProcess(), &thread, 0, FALSE,
                              DUPLICATE_SAME_ACCESS))
            m_thread = OwnedHandle(toNative(thread));
    }

    const OwnedHandle m_handle;
    std::mutex m_mutex;
    OwnedHandle m_thread; // guarded by m_mutex; the thread that makes the calls
    OVERLAPPED m_overlapped = {};
    std::optional<Event> m_event; // event of m_overlapped, if the handle is a pipe
    bool m_isKnown = false;
    Error m_problem; // why the handle cannot be used
    std::optional<ConsoleIo> m_console;
    std::atomic<bool> m_isInCall { false };
    std::atomic<bool> m_isPending { false };
    std::atomic<bool> m_cancelled { false };
};

} // namespace

std::shared_ptr<BlockingIo> BlockingIo::make(OwnedHandle handle)
{
    return std::make_shared<SynchronousIo>(std::move(handle));
}

} // namespace QtInterprocess::os
