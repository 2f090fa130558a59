// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/childhandles.h"

#include "os/win/handle.h"

#include <algorithm>

namespace QtInterprocess::os {

namespace {

LPPROC_THREAD_ATTRIBUTE_LIST toList(char *memory) noexcept
{
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory);
}

} // namespace

ChildStart::~ChildStart()
{
    if (m_attributes)
        ::DeleteProcThreadAttributeList(toList(m_attributes.get()));
    for (const qintptr handle : m_added)
        (void)setInheritable(handle, false);
}

void ChildStart::add(qintptr handle)
{
    if (!setInheritable(handle, true))
        m_added.push_back(handle);
    list(toHandle(handle));
}

void ChildStart::setStandard(STARTUPINFOW &info, int number, qintptr handle)
{
    add(handle);
    HANDLE *const places[] = { &info.hStdInput, &info.hStdOutput, &info.hStdError };
    *places[number] = toHandle(handle);
    info.dwFlags |= STARTF_USESTDHANDLES;
}

// Appends a handle. The system refuses a list with duplicates or with handles that are not
// inheritable.
void ChildStart::list(HANDLE handle)
{
    const bool usable = handle && handle != INVALID_HANDLE_VALUE && isInheritable(toNative(handle));
    if (usable && std::find(m_list.begin(), m_list.end(), handle) == m_list.end())
        m_list.push_back(handle);
}

STARTUPINFOW *ChildStart::extend(const STARTUPINFOW &info)
{
    if (info.dwFlags & STARTF_USESTDHANDLES) {
        for (const HANDLE standard : { info.hStdInput, info.hStdOutput, info.hStdError })
            list(standard);
    }
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    auto memory = std::make_unique<char[]>(size);
    if (m_list.empty() || !::InitializeProcThreadAttributeList(toList(memory.get()), 1, 0, &size))
        return nullptr;
    m_attributes = std::move(memory);
    if (!::UpdateProcThreadAttribute(toList(m_attributes.get()), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, m_list.data(),
                                     m_list.size() * sizeof(HANDLE), nullptr, nullptr))
        return nullptr;
    m_info.StartupInfo = info;
    m_info.StartupInfo.cb = sizeof m_info;
    m_info.lpAttributeList = toList(m_attributes.get());
    return &m_info.StartupInfo;
}

} // namespace QtInterprocess::os
