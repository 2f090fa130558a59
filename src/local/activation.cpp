// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/activatewindow.h>

#include "local/session.h"

namespace QtInterprocess::Private {

static constexpr char TokenVariable[] = "XDG_ACTIVATION_TOKEN"; // read by Qt's Wayland plugin

ActivationScope::ActivationScope(const QString &token) : m_token(token.toUtf8()), m_earlier(qgetenv(TokenVariable))
{
    if (!m_token.isEmpty())
        qputenv(TokenVariable, m_token);
}

ActivationScope::~ActivationScope()
{
    if (m_token.isEmpty())
        return;
    if (m_earlier.isEmpty())
        qunsetenv(TokenVariable);
    else
        qputenv(TokenVariable, m_earlier);
}

void ActivationScope::activate(quintptr windowId) const
{
    local::activateByTime(windowId, m_token);
}

} // namespace QtInterprocess::Private
