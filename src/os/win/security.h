// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/access.h>

#include <QtCore/qglobal.h>
#include <QtCore/qstring.h>

#include <utility>

namespace QtInterprocess::os {

// A security descriptor in the memory of the system.
class SecurityDescriptor
{
public:
    // Of an empty string: none, which means the default of the process.
    static Result<SecurityDescriptor> fromSddl(const QString &sddl);

    SecurityDescriptor(SecurityDescriptor &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, nullptr))
    { }
    ~SecurityDescriptor();

    void *get() const noexcept { return m_descriptor; }

private:
    Q_DISABLE_COPY(SecurityDescriptor)
    explicit SecurityDescriptor(void *descriptor) noexcept : m_descriptor(descriptor) { }

    void *m_descriptor;
};

// The users of tokens and the owners of objects, as strings: S-1-5-21-…
Result<QString> currentUser();
Result<QString> userOfProcess(quint32 processId);
Result<QString> userOfThread(); // for whom it acts
Result<QString> ownerOf(qintptr handle);

// Whether a user may do everything here anyway: the system itself, or an administrator as owner of an object.
bool isSystem(const QString &user);

// Who may connect to a pipe, as SDDL. The right to make further instances stays with the owner. Unsupported for Group without a
// name: the primary group of a Windows user says nothing about who shares work. To look up a name may block.
Result<QString> sddlFor(const Access &access);

// AccessDenied unless the owner of a pipe, by whom it was made, is one that the given access lets in.
Error checkServer(qintptr pipe, const Access &required);

} // namespace QtInterprocess::os
