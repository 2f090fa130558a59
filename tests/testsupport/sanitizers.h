// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace TestSupport {

// Sanitizers keep freed memory for a while. Under them, tests check counts and not memory.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool MeasuresMemory = false;
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool MeasuresMemory = false;
#    else
constexpr bool MeasuresMemory = true;
#    endif
#else
constexpr bool MeasuresMemory = true;
#endif

// ThreadSanitizer does not see ordering by Qt's locks, because Qt is built without it. See
// tests/tsan.supp.
#if defined(__SANITIZE_THREAD__)
constexpr bool IsThreadSanitizer = true;
#elif defined(__has_feature)
#    if __has_feature(thread_sanitizer)
constexpr bool IsThreadSanitizer = true;
#    else
constexpr bool IsThreadSanitizer = false;
#    endif
#else
constexpr bool IsThreadSanitizer = false;
#endif

} // namespace TestSupport
