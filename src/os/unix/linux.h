// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

// Is 1 if features that only Linux has may be used.
#if defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
#    define QTINTERPROCESS_LINUX 1
#else
#    define QTINTERPROCESS_LINUX 0
#endif
