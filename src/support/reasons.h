// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/errortext.h"

#include <QtInterprocess/error.h>

namespace QtInterprocess {

// Returns the reason of an error that has a code and no text of its own. A table gives a text for
// people by code and operation; the system's text stands where the table knows nothing better.
ErrorText reasonOf(Error::Code code, int nativeCode, const QString &operation, const QString &subject);

} // namespace QtInterprocess
