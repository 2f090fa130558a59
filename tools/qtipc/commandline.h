// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"
#include "reporter.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qstringlist.h>

// Knows its options, for hints and for completion.
class CommandParser : public QCommandLineParser
{
public:
    void addOption(const QCommandLineOption &option);
    void addOptions(const QList<QCommandLineOption> &options);

    const QList<QCommandLineOption> &options() const { return m_options; }

private:
    QList<QCommandLineOption> m_options;
};

// One command of the tool, with its own options and help.
struct Command
{
    const char *name;
    const char *summary; // one line, for the list
    const char *arguments; // after the options
    const char *examples;
    void (*addOptions)(CommandParser &parser);
    int (*run)(const QCommandLineParser &parser, Reporter &reporter);
};

// Every command of this platform: declared here once, defined once per platform.
const QList<Command> &commands();
// Why a command of other platforms is missing here; empty if there is no such command.
QString whyMissing(const QString &command);

// Adds the options that every command has, and its own.
void setUp(CommandParser &parser, const Command &command);

// The command of that name; else says so, with the name that may have been meant, and ends with Exit::Usage.
const Command &commandOf(const QString &name);

QString overview();
QString helpOf(const Command &command);

// For the shells: see completion.cpp.
int complete(const QStringList &words);

extern const Command listenCommand;
extern const Command connectCommand;
extern const Command sendCommand;
extern const Command pipeCommand;
extern const Command instanceCommand;
extern const Command signalCommand;
extern const Command waitCommand;
extern const Command listCommand;
extern const Command helpCommand;
// On Unix:
extern const Command fifoCommand;
extern const Command unixCommand;

// A whole number of at least least; else says what is wrong, and ends with Exit::Usage.
int numberOf(const QCommandLineParser &parser, const QString &option, int least);

// Of commands that write to the standard output what others have sent: --hex, --raw, --timestamps.
void addOutputOptions(CommandParser &parser);
// Control sequences are escaped if that goes to a terminal: those of strangers are not for it.
OutputStyle outputStyleOf(const QCommandLineParser &parser);

// Of commands that hold a Conversation: those, and --messages.
void addConversationOptions(CommandParser &parser);
Manner mannerOf(const QCommandLineParser &parser);

// Of commands that connect: --retry, in milliseconds.
void addRetryOption(CommandParser &parser);
int retryOf(const QCommandLineParser &parser);

[[noreturn]] void failUsage(const QString &why);
