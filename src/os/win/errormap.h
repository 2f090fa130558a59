// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

// What GetLastError() means here.
Error::Code codeOf(quint32 systemError) noexcept;

Error systemError(quint32 systemError, const char *operation, const QString &subject = QString());

// The same for GetLastError() as it is now.
Error lastError(const char *operation, const QString &subject = QString());

} // namespace QtInterprocess::os
