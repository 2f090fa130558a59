// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace QtInterprocess {

// Takes records that end with a delimiter out of a device, in pieces, and no byte beyond the
// delimiter. Each byte is inspected once, and memory grows with the received bytes.
class DelimitedReader
{
public:
    enum class Taken { Record, NotYet, TooLong };

    // Takes the next record, without its delimiter; a '\r' before '\n' belongs to the delimiter.
    // The limit applies to records that begin from now on. TooLong returns the first bytes of a
    // record with more than limit bytes; later calls drop its rest.
    Taken next(QIODevice &device, char delimiter, qint64 limit, QByteArray &record);

    // Whether a part of a record was taken.
    bool isInside() const noexcept { return !m_record.isEmpty() || m_isSkipping; }
    // Returns the bytes of a record that the end of the input cuts off; a null array if there are
    // none.
    QByteArray takeRest();

private:
    qint64 room() const;
    Taken add(const char *piece, qint64 size, QByteArray &record);
    bool mayEnd() const;

    QByteArray m_record;
    char m_delimiter = '\n'; // of the current record
    qint64 m_limit = 0; // of the current record
    bool m_isSkipping = false; // the rest of a record that is too long
};

} // namespace QtInterprocess
