// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qmap.h>
#include <QtCore/qstring.h>

#include <optional>

/*
    The protocol between the instances of a program: messages of MessageChannel that are CBOR maps.

        primary                                     secondary
        {"version": 2, "limit": bytes,
         "replaceable": bool}                  ->
                                               <-   {"arguments": [...], "directory": ..., ...}
        {"received": true}                     ->
                                               <-   {"go": true}
        {"exit": code, "reply": bytes}         ->   and the connection is closed

    A request is served at most once, and never after its secondary has given up. The primary serves
    it only after "go". If a secondary stops waiting for "received", it closes the connection
    instead of sending "go". After "go" only the answer tells whether the request was served.

    A request with {"replace": true} asks the primary to give up its role. The exit code 0 consents;
    the name is released before it is sent. A secondary sends it only if the greeting is
    "replaceable": other primaries would treat it as an ordinary request.

    A secondary that waits for the end of the primary connects and sends nothing. Unknown keys are
    ignored. Different versions refuse each other; version 1 had the key "hello", and no "go".
*/
namespace QtInterprocess::instance {

inline constexpr int Version = 2;
inline constexpr qint64 LargestHello = 64 * 1024;
inline constexpr qint64 LargestAnswer = 16 * 1024 * 1024 + 1024; // with 16 MiB of data

struct Hello
{
    qint64 limit = 0;
    bool isReplaceable = false;
};

struct Request
{
    QList<QByteArray> arguments;
    QByteArray directory; // as encoded in the file system
    QMap<QString, QString> environment;
    QString token;
    QByteArray payload;
    bool replaces = false;
};

struct Answer
{
    int exitCode = 0;
    QByteArray reply;
};

QByteArray encode(const Hello &hello);
QByteArray encode(const Request &request);
QByteArray encode(const Answer &answer);
QByteArray received();
QByteArray go();

// Return nothing if the message is of another kind.
std::optional<Hello> decodeHello(const QByteArray &message);
std::optional<Request> decodeRequest(const QByteArray &message);
std::optional<Answer> decodeAnswer(const QByteArray &message);
bool isReceived(const QByteArray &message);
bool isGo(const QByteArray &message);

} // namespace QtInterprocess::instance
