// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/blockingio.h"

#include "os/background.h"
#include "os/win/errormap.h"
#include "os/win/keeploaded.h"
#include "os/win/winapi.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace QtInterprocess::os {

namespace {

constexpr int CancelAttempts = 1000; // a millisecond apart; what does not hear by then never will

class SynchronousIo final : public BlockingIo, public std::enable_shared_from_this<SynchronousIo>
{
public:
    explicit SynchronousIo(OwnedHandle handle) : m_handle(std::move(handle)) { keepLoaded(); }

    Result<qint64> read(char *data, qint64 size) override
    {
        for (;;) {
            DWORD count = 0;
            const quint32 error = call([&] {
                return ::ReadFile(toHandle(m_handle.get()), data, DWORD(std::min<qint64>(size, MaximumSize)), &count,
                                  nullptr);
            });
            if (error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF)
                return qint64(0);
            if (error != ERROR_SUCCESS && error != ERROR_MORE_DATA)
                return systemError(error, "read from");
            // Of a pipe, nothing is what somebody has written, and not the end.
            if (count > 0 || ::GetFileType(toHandle(m_handle.get())) != FILE_TYPE_PIPE)
                return qint64(count);
        }
    }

    Result<qint64> write(const char *data, qint64 size) override
    {
        DWORD count = 0;
        const quint32 error = call([&] {
            return ::WriteFile(toHandle(m_handle.get()), data, DWORD(std::min<qint64>(size, MaximumSize)), &count,
                               nullptr);
        });
        if (error != ERROR_SUCCESS)
            return systemError(error, "write to");
        return qint64(count);
    }

    void cancel() override
    {
        m_cancelled = true;
        interrupt();
        // The call may just have been about to begin, so that this came too early: then somebody goes on, who can wait.
        if (m_isInCall)
            startBackgroundThread([self = shared_from_this()] { self->keepInterrupting(); });
    }

    qintptr handle() const noexcept override { return m_handle.get(); }

private:
    static constexpr qint64 MaximumSize = 64 * 1024;

    void interrupt()
    {
        const std::lock_guard lock(m_mutex);
        if (m_thread)
            ::CancelSynchronousIo(toHandle(m_thread.get()));
    }

    void keepInterrupting()
    {
        for (int i = 0; i < CancelAttempts && m_isInCall; ++i) {
            ::Sleep(1);
            interrupt();
        }
    }

    // Returns what GetLastError() has then.
    template <typename Call>
    quint32 call(Call function)
    {
        rememberThread();
        m_isInCall = true;
        quint32 error = ERROR_OPERATION_ABORTED;
        if (!m_cancelled)
            error = function() ? quint32(ERROR_SUCCESS) : quint32(::GetLastError());
        m_isInCall = false;
        return error;
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
    OwnedHandle m_thread; // guarded; the one that makes the calls
    std::atomic<bool> m_isInCall { false };
    std::atomic<bool> m_cancelled { false };
};

} // namespace

std::shared_ptr<BlockingIo> BlockingIo::make(OwnedHandle handle)
{
    return std::make_shared<SynchronousIo>(std::move(handle));
}

} // namespace QtInterprocess::os
