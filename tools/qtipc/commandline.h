// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "conversation.h"
#include "reporter.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qstringlist.h>

// A parser that lists its options, for hints and completion.
class CommandParser : public QCommandLineParser
{
public:
    void addOption(const QCommandLineOption &option);
    void addOptions(const QList<QCommandLineOption> &options);

    const QList<QCommandLineOption> &options() const { return m_options; }

private:
    QList<QCommandLineOption> m_options;
};

// A command of the tool, with its options and help.
struct Command
{
    const char *name;
    const char *summary; // one line for the overview
    const char *arguments; // after the options
    const char *examples;
    void (*addOptions)(CommandParser &parser);
    int (*run)(const QCommandLineParser &parser, Reporter &reporter);
};

// Returns the commands of this platform. Each platform has its own definition.
const QList<Command> &commands();
// Returns why a command of other platforms is missing here; empty if it is unknown.
QString whyMissing(const QString &command);

// Adds the options that all commands share, and those of the command.
void setUp(CommandParser &parser, const Command &command);

// Returns the command of that name. If it is unknown, reports similar names and exits with
// Exit::Usage.
const Command &commandOf(const QString &name);

QString overview();
QString helpOf(const Command &command);

// Prints candidates for the completion of shells; see completion.cpp.
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
// Only on Unix:
extern const Command fifoCommand;
extern const Command unixCommand;

// Returns the value of an option, a whole number not below least. Otherwise exits with Exit::Usage.
int numberOf(const QCommandLineParser &parser, const QString &option, int least);

// Adds --hex, --raw and --timestamps, for commands that write received data.
void addOutputOptions(CommandParser &parser);
// On a terminal, control sequences of other programs are escaped.
OutputStyle outputStyleOf(const QCommandLineParser &parser);

// Adds the output options and --messages, for commands that run a Conversation.
void addConversationOptions(CommandParser &parser);
Manner mannerOf(const QCommandLineParser &parser);

// Adds --retry, in milliseconds, for commands that connect.
void addRetryOption(CommandParser &parser);
int retryOf(const QCommandLineParser &parser);

// Reports wrong usage, and exits with Exit::Usage.
[[noreturn]] void failUsage(const QString &why);
