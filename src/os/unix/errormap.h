// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

Error::Code codeOf(int systemError) noexcept;

// Returns whether the same call can succeed later, although no event reports when.
//
// The causes are too little memory, too many descriptors in flight, or a terminal of another job.
// The terminal causes EAGAIN, which no other error of a transfer has.
bool passesWithTime(const Error &error) noexcept;

// Makes an error from errno, after a call that has just failed.
Error lastError(const char *operation, const QString &subject = QString());
Error systemError(int systemError, const char *operation, const QString &subject = QString());

} // namespace QtInterprocess::os
