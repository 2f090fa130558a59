// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/winapi.h"

#include <memory>
#include <vector>

namespace QtInterprocess::os {

/*
    The list of handles that one CreateProcess() is to inherit. What it names can be inherited from add() until this object
    ends; the list outlives the call.
*/
class ChildStart
{
public:
    static constexpr DWORD Flags = EXTENDED_STARTUPINFO_PRESENT;

    ChildStart() = default;
    ~ChildStart();

    void add(qintptr handle);
    // In place of what the start-up info has for that standard stream.
    void setStandard(STARTUPINFOW &info, int number, qintptr handle);
    // The start-up info with the list. Null if the list could not be made; then nothing may be assumed to be inherited.
    STARTUPINFOW *extend(const STARTUPINFOW &info);

private:
    Q_DISABLE_COPY_MOVE(ChildStart)

    void list(HANDLE handle);

    std::vector<qintptr> m_added; // that were made inheritable here
    std::vector<HANDLE> m_list;
    std::unique_ptr<char[]> m_attributes;
    STARTUPINFOEXW m_info = {};
};

} // namespace QtInterprocess::os
