// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

// Translates a code of GetLastError().
Error::Code codeOf(quint32 systemError) noexcept;

Error systemError(quint32 systemError, const char *operation, const QString &subject = QString());

// Makes an error from GetLastError(), after a call that has just failed.
Error lastError(const char *operation, const QString &subject = QString());

} // namespace QtInterprocess::os
