// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    Answers the completion scripts of shells: qtipc __complete WORD...

    The words are those of the command line, up to the incomplete one. The answer has one
    candidate per line, a tab, and its description; ":files" if files are candidates too. So the
    scripts need to know neither commands nor options.
*/

#include "commandline.h"
#include "endpoints.h"

#include <QtInterprocess/LocalName>
#include <QtInterprocess/Signals>

#include <QtCore/qfileinfo.h>
#include <QtCore/qregularexpression.h>

#include <cstdio>
#include <cstring>

using namespace QtInterprocess;

namespace {

class Candidates
{
public:
    explicit Candidates(const QString &beginning) : m_beginning(beginning) { }

    // Adds only words that need no quoting in any shell, because other users choose names.
    void add(const QString &word, const QString &meaning)
    {
        static const QRegularExpression harmless(QStringLiteral(R"(\A[A-Za-z0-9._/@:+,-]+\z)"));
        if (word.startsWith(m_beginning) && harmless.match(word).hasMatch())
            std::printf("%s\t%s\n", qPrintable(word), qPrintable(meaning));
    }
    void add(const QStringList &words)
    {
        for (const QString &word : words)
            add(word, QString());
    }
    void addFiles() { std::puts(":files"); }

private:
    const QString m_beginning;
};

} // namespace

static void addCommands(Candidates &candidates)
{
    for (const Command &command : commands())
        candidates.add(QLatin1String(command.name), QLatin1String(command.summary));
}

static QString firstSentence(const QString &text)
{
    return text.section(QLatin1Char('.'), 0, 0);
}

static void addOptionNames(const CommandParser &parser, Candidates &candidates)
{
    for (const QCommandLineOption &option : parser.options()) {
        for (const QString &name : option.names()) {
            if (name.size() > 1)
                candidates.add(QLatin1String("--") + name, firstSentence(option.description()));
        }
    }
}

// Adds the values of an option, by the placeholder in its help.
static void addValues(const QString &valueName, Candidates &candidates)
{
    if (valueName == QLatin1String("TYPE"))
        candidates.add({ QStringLiteral("stream"), QStringLiteral("seqpacket"), QStringLiteral("dgram") });
    else if (valueName == QLatin1String("FORMAT"))
        candidates.add(
            { QStringLiteral("text"), QStringLiteral("json"), QStringLiteral("cbor"), QStringLiteral("diagnostic") });
    else if (valueName == QLatin1String("WHO"))
        candidates.add({ QStringLiteral("user"), QStringLiteral("group"), QStringLiteral("everyone") });
    else if (valueName == QLatin1String("FILE") || valueName == QLatin1String("COMMAND"))
        candidates.addFiles();
}

// Whether the name is absolute: not relative to the folder of a process.
static bool hasPlace(const QString &name)
{
    return name.startsWith(QLatin1Char('/')) || name.startsWith(QLatin1Char('@')) || name.startsWith(QLatin1Char('\\'));
}

// Adds the names of servers; generic names without their folder.
static void addServers(Candidates &candidates)
{
    QList<Endpoint> endpoints;
    (void)findEndpoints({}, endpoints); // entries before an error are still useful
    const QString folder = QFileInfo(LocalName::generic(QStringLiteral("x")).fullName()).path() + QLatin1Char('/');
    for (const Endpoint &endpoint : endpoints) {
        const bool isServer = std::strcmp(endpoint.type, "fifo") != 0 && std::strcmp(endpoint.state, "unused") != 0;
        if (!isServer || !isOfThisUser(endpoint) || !hasPlace(endpoint.name))
            continue;
        const bool isGeneric = endpoint.name.startsWith(folder)
            && !endpoint.name.mid(folder.size()).contains(QLatin1Char('/'));
        const QString program = endpoint.holders.isEmpty() ? QString() : endpoint.holders.constFirst().program;
        candidates.add(isGeneric ? endpoint.name.mid(folder.size()) : endpoint.name, program);
    }
}

static void addArguments(const Command &command, const QString &first, Candidates &candidates)
{
    const QString arguments = QLatin1String(command.arguments);
    if (arguments == QLatin1String("[COMMAND]")) {
        addCommands(candidates);
    } else if (arguments.startsWith(QLatin1String("NAME")) || arguments.startsWith(QLatin1String("ADDRESS"))) {
        addServers(candidates);
        candidates.addFiles();
    } else if (arguments.startsWith(QLatin1String("watch"))) { // signal
        if (first.isEmpty())
            candidates.add(
                { QStringLiteral("watch"), QStringLiteral("send"), QStringLiteral("probe"), QStringLiteral("list") });
        for (const int number :
             first == QLatin1String("watch") || first == QLatin1String("send") ? Signals::all() : QList<int>())
            candidates.add(Signals::name(number), QString());
    } else if (arguments.contains(QLatin1Char('|')) && first.isEmpty()) { // fifo
        candidates.add(arguments.section(QLatin1Char(' '), 0, 0).split(QLatin1Char('|')));
    } else {
        candidates.addFiles();
    }
}

// Returns the option whose value follows this word.
static const QCommandLineOption *optionBefore(const QString &word, const CommandParser &parser)
{
    for (const QCommandLineOption &option : parser.options()) {
        if (option.valueName().isEmpty())
            continue;
        for (const QString &name : option.names()) {
            if (word == QLatin1String(name.size() > 1 ? "--" : "-") + name)
                return &option;
        }
    }
    return nullptr;
}

static void completeFor(const Command &command, const QStringList &words, Candidates &candidates)
{
    CommandParser parser;
    setUp(parser, command);
    (void)parser.parse(words.mid(0, words.size() - 1)); // may fail for an option without its value
    const QCommandLineOption *const option = optionBefore(words.at(words.size() - 2), parser);
    if (option)
        addValues(option->valueName(), candidates);
    else if (words.last().startsWith(QLatin1Char('-')))
        addOptionNames(parser, candidates);
    else
        addArguments(command, parser.positionalArguments().value(0), candidates);
}

int complete(const QStringList &words)
{
    Candidates candidates(words.isEmpty() ? QString() : words.last());
    if (words.size() < 2) {
        addCommands(candidates);
        candidates.add({ QStringLiteral("--help"), QStringLiteral("--version") });
        return int(Exit::Done);
    }
    for (const Command &command : commands()) {
        if (words.first() == QLatin1String(command.name))
            completeFor(command, words, candidates);
    }
    return int(Exit::Done);
}
