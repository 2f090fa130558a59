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
        {"hello": 1, "limit": bytes}           ->
                                               <-   {"arguments": [...], "directory": ..., ...}
        {"received": true}                     ->
        {"exit": code, "reply": bytes}         ->   and the connection is closed

    Who only waits for the primary to end connects, and says nothing. Unknown keys are passed over, so that later versions may say
    more.
*/
namespace QtInterprocess::instance {

inline constexpr int Version = 1;

struct Hello
{
    qint64 limit = 0;
};

struct Request
{
    QList<QByteArray> arguments;
    QByteArray directory; // as the file system has it
    QMap<QString, QString> environment;
    QString token;
    QByteArray payload;
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

// Empty if the message is something else.
std::optional<Hello> decodeHello(const QByteArray &message);
std::optional<Request> decodeRequest(const QByteArray &message);
std::optional<Answer> decodeAnswer(const QByteArray &message);
bool isReceived(const QByteArray &message);

} // namespace QtInterprocess::instance
