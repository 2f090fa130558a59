// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

Error::Code codeOf(int systemError) noexcept;

// Whether the same call can succeed later, although nothing tells when: memory was short, or room for
// descriptors under way, or the terminal belongs to another job (EAGAIN, which no other error of a transfer is).
bool passesWithTime(const Error &error) noexcept;

// The error of the call that has just failed, from errno.
Error lastError(const char *operation, const QString &subject = QString());
Error systemError(int systemError, const char *operation, const QString &subject = QString());

} // namespace QtInterprocess::os
