// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qglobal.h>

#include <optional>
#include <utility>

namespace QtInterprocess {

// Holds a value, or the Error that explains why there is none.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_value(std::move(value)) { }
    Result(Error error) : m_error(std::move(error)) { Q_ASSERT(m_error); }

    explicit operator bool() const noexcept { return m_value.has_value(); }

    T &operator*() noexcept { return *m_value; }
    const T &operator*() const noexcept { return *m_value; }
    T *operator->() noexcept { return &*m_value; }
    const T *operator->() const noexcept { return &*m_value; }

    const Error &error() const noexcept { return m_error; }

private:
    std::optional<T> m_value;
    Error m_error;
};

} // namespace QtInterprocess
