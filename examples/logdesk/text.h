// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

// Formats values for people.

/*! Returns a size such as "117.3 MB". */
QString humanSize(qint64 bytes);

/*! Returns a rate such as "117.3 MB/s". */
QString humanRate(qint64 bytes, qint64 msecs);

/*! Returns text of another process, safe for a terminal and at most \a width characters long. */
QString printable(const QString &text, int width);
