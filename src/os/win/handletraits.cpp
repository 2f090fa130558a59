// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/handletraits.h"

#include "os/background.h"
#include "os/win/call.h"
#include "os/win/consoleio.h"
#include "os/win/errormap.h"
#include "os/win/handle.h"
#include "os/win/keeploaded.h"
#include "os/win/pipe.h"

#include <chrono>
#include <future>
#include <memory>
#include <utility>

namespace QtInterprocess::os {

// Limits the wait once the thread asks. An answer takes microseconds. If it comes too late, a
// thread does the I/O, which also works.
constexpr std::chrono::milliseconds LongestAnswer(100);
// Limits the start of the thread, which does not run while its creator holds the loader lock.
constexpr std::chrono::milliseconds LongestStart(1000);

#ifdef QTINTERPROCESS_FAULT_POINTS
static std::function<void()> s_beforeQuery;

void setBeforeQuery(std::function<void()> action)
{
    s_beforeQuery = std::move(action);
}
#endif

static Result<HandleTraits> lookAt(qintptr handle)
{
    ::SetLastError(ERROR_SUCCESS);
    switch (systemCall(Call::AskType, [=] { return ::GetFileType(toHandle(handle)); })) {
    case FILE_TYPE_PIPE: return HandleTraits { HandleKind::Pipe, isOverlapped(handle) };
    case FILE_TYPE_DISK: return HandleTraits { HandleKind::Disk, isOverlapped(handle) };
    case FILE_TYPE_CHAR:
        return HandleTraits { HandleKind::Character, !ConsoleIo::isConsole(handle) && isOverlapped(handle) };
    default: break;
    }
    return ::GetLastError() == ERROR_SUCCESS ? systemError(ERROR_INVALID_HANDLE, "use the handle")
                                             : lastError("use the handle");
}

std::optional<Result<HandleTraits>> queryInThread(std::function<Result<HandleTraits>()> question)
{
    struct Query
    {
        std::function<Result<HandleTraits>()> question;
        std::promise<void> begun;
        std::promise<Result<HandleTraits>> answer;
    };
    const auto query = std::make_shared<Query>();
    query->question = std::move(question);
    auto begun = query->begun.get_future();
    auto answer = query->answer.get_future();
    keepLoaded();
    const bool isAsked = startBackgroundThread([query] {
        query->begun.set_value();
        query->answer.set_value(query->question());
    });
    if (!isAsked)
        return std::nullopt;
    constexpr auto Ready = std::future_status::ready;
    if (begun.wait_for(LongestStart) != Ready || answer.wait_for(LongestAnswer) != Ready)
        return std::nullopt;
    return answer.get();
}

Result<HandleTraits> handleTraits(qintptr handle)
{
    // The query uses a duplicate, because the handle may be closed before the answer comes.
    auto copy = duplicate(handle);
    if (!copy)
        return copy.error();
    const auto shared = std::make_shared<OwnedHandle>(std::move(*copy));
    std::function<void()> before = [] {};
#ifdef QTINTERPROCESS_FAULT_POINTS
    if (s_beforeQuery)
        before = s_beforeQuery;
#endif
    auto traits = queryInThread([shared, before] {
        before();
        auto answer = lookAt(shared->get());
        shared->reset(); // first, so that the peer gets the end as soon as the caller closes its handle
        return answer;
    });
    return traits ? std::move(*traits) : HandleTraits();
}

} // namespace QtInterprocess::os
