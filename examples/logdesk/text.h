// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

// How things are written for people.

/*! "117.3 MB". */
QString humanSize(qint64 bytes);

/*! "117.3 MB/s". */
QString humanRate(qint64 bytes, qint64 msecs);

/*! What came from another process, safe to be shown on a terminal and not longer than \a width. */
QString printable(const QString &text, int width);
