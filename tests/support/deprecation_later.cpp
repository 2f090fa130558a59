// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Compiles as a project that removed what 0.2 deprecates and disables warnings about later
// versions.

#define QTINTERPROCESS_DISABLE_DEPRECATED_BEFORE QT_VERSION_CHECK(0, 2, 0)
#define QTINTERPROCESS_WARN_DEPRECATED_UP_TO QT_VERSION_CHECK(0, 0, 0)

#include <QtInterprocess/global.h>

const char *warningOfALaterProject();

#define TEXT_OF(...) #__VA_ARGS__
#define EXPANDED_TEXT_OF(...) TEXT_OF(__VA_ARGS__)

#if QTINTERPROCESS_DEPRECATED_SINCE(0, 1) || QTINTERPROCESS_DEPRECATED_SINCE(0, 2) \
    || !QTINTERPROCESS_DEPRECATED_SINCE(0, 3)
#    error "exactly what was deprecated up to 0.2 is gone"
#endif

const char *warningOfALaterProject()
{
    return EXPANDED_TEXT_OF(QTINTERPROCESS_DEPRECATED_VERSION_X_0_1("use other()"));
}
