// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qmap.h>
#include <QtCore/qstring.h>

#include <optional>

/*
    What the instances of a program say to each other, as messages (MessageChannel) that are CBOR maps:

        primary                                     secondary
        {"version": 2, "limit": bytes,
         "replaceable": bool}                  ->
                                               <-   {"arguments": [...], "directory": ..., ...}
        {"received": true}                     ->
                                               <-   {"go": true}
        {"exit": code, "reply": bytes}         ->   and the connection is closed

    A request is served at most once, and never after its secondary has given up: the primary serves it when "go" has come, and not before. A
    secondary that waits no longer for "received" closes the connection instead of sending "go". After "go" only the answer tells what
    became of the request.

    A request with {"replace": true} asks the primary to give up its role. The exit code 0 consents: the name is free before it is sent. A secondary
    sends it only to a primary whose greeting is "replaceable", for others would take it for a request as any other.

    A secondary that waits for the primary to end connects, and sends nothing. Unknown keys are ignored; versions that differ refuse each
    other (version 1 had the key "hello", and no "go").
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
    QByteArray directory; // as the file system has it
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

// Empty if the message is something else.
std::optional<Hello> decodeHello(const QByteArray &message);
std::optional<Request> decodeRequest(const QByteArray &message);
std::optional<Answer> decodeAnswer(const QByteArray &message);
bool isReceived(const QByteArray &message);
bool isGo(const QByteArray &message);

} // namespace QtInterprocess::instance
