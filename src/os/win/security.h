// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/access.h>

#include <QtCore/qglobal.h>
#include <QtCore/qstring.h>

#include <utility>

namespace QtInterprocess::os {

// Owns a security descriptor of the system.
class SecurityDescriptor
{
public:
    // Parses SDDL. An empty string gives no descriptor, which means the default of the process.
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

// Return the users of tokens and the owners of objects as SID strings: S-1-5-21-…
Result<QString> currentUser();
Result<QString> userOfProcess(quint32 processId);
Result<QString> userOfThread(); // the user that the thread impersonates
Result<QString> ownerOf(qintptr handle);

// What decides whether one process may open another one.
struct Standing
{
    QString user; // SID
    quint32 integrity = 0; // the relative ID of the mandatory level
    bool isRestricted = false;

    // Whether a process with this standing has all rights of a process with the other one.
    bool covers(const Standing &other) const;
};
Result<Standing> ownStanding();
Result<Standing> standingOfProcess(quint32 processId);
Result<Standing> standingOfThread(); // of the user that the thread impersonates

// Returns whether a user has all rights on this machine. These are the system, and the
// administrators as owner of an object.
bool isSystem(const QString &user);

// Returns the SDDL of a pipe for this access. Looking up a group may block.
//
// Only the owner may make further instances. A Group without a name fails with Unsupported: users
// with the same primary group need not work together.
Result<QString> sddlFor(const Access &access);

// Fails with AccessDenied unless the access admits the owner of the pipe.
Error checkServer(qintptr pipe, const Access &required);

} // namespace QtInterprocess::os
