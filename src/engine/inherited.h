// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"
#include "support/errortext.h"

#include <QtInterprocess/error.h>

namespace QtInterprocess {

using os::ProcessMark;

// Returns the error of a call in a forked child on an object that the parent opened (ProcessMark).
inline Error inheritedError(const char *operation, const QString &subject)
{
    return Error(Error::InvalidOperation, 0, QString::fromLatin1(operation), subject,
                 ErrorText::tr("the object belongs to the process that opened it; a forked child must create its own"));
}

} // namespace QtInterprocess
