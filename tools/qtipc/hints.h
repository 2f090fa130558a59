// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstringlist.h>

// Returns "; did you mean \"listen\"?", or an empty text if no name is similar to the word.
QString hintFor(const QString &word, const QStringList &names);
