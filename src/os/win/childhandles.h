// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/winapi.h"

#include <memory>
#include <vector>

namespace QtInterprocess::os {

/*
    Lists the handles that one CreateProcess() inherits.

    The handles are inheritable from add() until this object is destroyed. Keep it until the call
    returns.
*/
class ChildStart
{
public:
    static constexpr DWORD Flags = EXTENDED_STARTUPINFO_PRESENT;

    ChildStart() = default;
    ~ChildStart();

    void add(qintptr handle);
    // Replaces a standard stream of the start-up info.
    void setStandard(STARTUPINFOW &info, int number, qintptr handle);
    // Returns the start-up info with the list. Returns null if the list failed; then assume that
    // the child inherits nothing.
    STARTUPINFOW *extend(const STARTUPINFOW &info);

private:
    Q_DISABLE_COPY_MOVE(ChildStart)

    void list(HANDLE handle);

    std::vector<qintptr> m_added; // handles that add() made inheritable
    std::vector<HANDLE> m_list;
    std::unique_ptr<char[]> m_attributes;
    STARTUPINFOEXW m_info = {};
};

} // namespace QtInterprocess::os
