// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qglobal.h>

#include <functional>
#include <memory>

namespace QtInterprocess::os {

/*
    Calls a function once, in a thread of the system, when the handle of a process or event is
    signalled.

    The destructor waits for a call that is under way.
*/
class HandleWait
{
public:
    static Result<std::unique_ptr<HandleWait>> begin(qintptr handle, std::function<void()> callback);
    ~HandleWait();

private:
    explicit HandleWait(std::function<void()> callback) : m_callback(std::move(callback)) { }
    Q_DISABLE_COPY_MOVE(HandleWait)

    static void __stdcall routine(void *self, unsigned char);

    const std::function<void()> m_callback;
    qintptr m_wait = OwnedHandle::Invalid;
};

} // namespace QtInterprocess::os
