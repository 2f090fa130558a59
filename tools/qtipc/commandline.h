// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"
#include "reporter.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qstringlist.h>

// One command of the tool, with its own options and help.
struct Command
{
    const char *name;
    const char *summary; // one line, for the list
    const char *arguments; // after the options
    const char *examples;
    void (*addOptions)(QCommandLineParser &parser);
    int (*run)(const QCommandLineParser &parser, Reporter &reporter);
};

// Every command of this platform: declared here once, defined once per platform.
const QList<Command> &commands();

extern const Command listenCommand;
extern const Command connectCommand;
extern const Command sendCommand;
extern const Command pipeCommand;
extern const Command instanceCommand;
extern const Command signalCommand;
extern const Command waitCommand;
extern const Command listCommand;
// On Unix:
extern const Command fifoCommand;
extern const Command unixCommand;

// A whole number of at least least; else says what is wrong, and ends with Exit::Usage.
int numberOf(const QCommandLineParser &parser, const QString &option, int least);

// Of commands that write to the standard output what others have sent: --hex, --raw, --timestamps.
void addOutputOptions(QCommandLineParser &parser);
// Control sequences are escaped if that goes to a terminal: those of strangers are not for it.
OutputStyle outputStyleOf(const QCommandLineParser &parser);

// Of commands that hold a Conversation: those, and --messages.
void addConversationOptions(QCommandLineParser &parser);
Manner mannerOf(const QCommandLineParser &parser);

// Of commands that connect: --retry, in milliseconds.
void addRetryOption(QCommandLineParser &parser);
int retryOf(const QCommandLineParser &parser);

[[noreturn]] void failUsage(const QString &why);
