// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace QtInterprocess {

// Takes records that end with a delimiter out of a device, piece by piece, and never a byte beyond the delimiter. Each byte is looked
// at once, and memory is taken as the bytes come.
class DelimitedReader
{
public:
    enum class Taken { Record, NotYet, TooLong };

    // A limit counts for records that begin from then on. The record comes without its delimiter; one '\r' in front of '\n' is a part of that. TooLong has the first bytes of a record
    // with more than limit bytes; its rest is dropped by later calls.
    Taken next(QIODevice &device, char delimiter, qint64 limit, QByteArray &record);

    // A part of a record has come.
    bool isInside() const noexcept { return !m_record.isEmpty() || m_isSkipping; }
    // What has come of a record that nothing ends; a null array if there is none.
    QByteArray takeRest();

private:
    qint64 room() const;
    Taken add(const char *piece, qint64 size, QByteArray &record);
    bool mayEnd() const;

    QByteArray m_record;
    char m_delimiter = '\n'; // of the record that is inside
    qint64 m_limit = 0; // of the same
    bool m_isSkipping = false; // the rest of a record that is too long
};

} // namespace QtInterprocess
