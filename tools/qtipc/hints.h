// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstringlist.h>

// "; did you mean \"listen\"?", or nothing if no name is like the word.
QString hintFor(const QString &word, const QStringList &names);
