// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <optional>

/*
    The protocol between senders and the desk.

    A sender connects, sends its bytes and performs a half-close. Programs such as
    `socat - UNIX-CONNECT:path <file` need no more. `logdesk send` first announces its file in one
    line:

        LOGDESK/1 <size in bytes, or - if unknown> <name, percent-encoded>\n

    After the last byte the desk answers every sender with one line:

        OK <bytes> <sha256>\n     the announced size arrived, or no size was announced
        BAD <bytes> <sha256>\n    another size than announced arrived
*/

/*! The first line of a sender. */
struct Announcement
{
    QString name;
    std::optional<qint64> size;

    QByteArray toLine() const;

    /*! Parses a whole line, line feed included. */
    static std::optional<Announcement> fromLine(const QByteArray &line);
};

/*! The kind of a sender's first bytes. */
enum class Opening {
    Undecided, //!< More bytes are needed.
    Announced, //!< The first line is an announcement.
    Raw, //!< There is no announcement; all bytes are data.
};

/*! The maximum length of an announcement, in bytes. */
constexpr qint64 MaxAnnouncement = 4096;

Opening openingOf(const QByteArray &firstBytes);

/*! The desk's answer after the last byte. */
struct Answer
{
    bool ok = false;
    qint64 bytes = 0;
    QByteArray sha256; //!< in hexadecimal digits

    QByteArray toLine() const;
    static std::optional<Answer> fromLine(const QByteArray &line);
};
