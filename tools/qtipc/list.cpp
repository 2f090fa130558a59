// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"
#include "endpoints.h"
#include "printable.h"
#include "terminal.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <cstdio>

using namespace QtInterprocess;

static void addListOptions(CommandParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("FOLDER"),
                                 QStringLiteral("Also lists unused sockets and FIFOs in this folder."));
    parser.addOptions({
        { { QStringLiteral("a"), QStringLiteral("all") },
          QStringLiteral("Also lists those of other users, as far as the system reports them.") },
        { QStringLiteral("name"), QStringLiteral("Lists matching names only; * stands for any characters."),
          QStringLiteral("PATTERN"), QStringLiteral("*") },
    });
}

static QString joined(const Endpoint &endpoint, QString (*word)(const Holder &))
{
    QStringList words;
    for (const Holder &holder : endpoint.holders)
        words.append(word(holder));
    words.removeDuplicates();
    return words.join(QLatin1Char(','));
}

// A name may contain any character, also a line feed.
static QByteArray inOneLine(const QString &text)
{
    return text.isEmpty() ? QByteArrayLiteral("-")
                          : printable(text.toLocal8Bit()).replace('\n', "\\u000a").replace('\t', "\\u0009");
}

static void printTable(const QList<Endpoint> &endpoints)
{
    const auto printRow = [](const QByteArrayList &cells) {
        std::printf("%-9s  %-11s  %-10s  %-16s  %-12s  %s\n", cells[0].constData(), cells[1].constData(),
                    cells[2].constData(), cells[3].constData(), cells[4].constData(), cells[5].constData());
    };
    printRow({ "TYPE", "STATE", "PID", "PROGRAM", "OWNER", "NAME" });
    for (const Endpoint &endpoint : endpoints) {
        const QString ids = joined(endpoint, [](const Holder &holder) { return QString::number(holder.processId); });
        const QString programs = joined(endpoint, [](const Holder &holder) { return holder.program; });
        printRow({ endpoint.type, inOneLine(QLatin1String(endpoint.state)), inOneLine(ids), inOneLine(programs),
                   inOneLine(endpoint.owner), inOneLine(endpoint.name) });
    }
}

static void printJson(const QList<Endpoint> &endpoints)
{
    for (const Endpoint &endpoint : endpoints) {
        QJsonObject object { { QStringLiteral("type"), QLatin1String(endpoint.type) },
                             { QStringLiteral("name"), endpoint.name } };
        if (*endpoint.state)
            object.insert(QStringLiteral("state"), QLatin1String(endpoint.state));
        if (endpoint.userId) {
            object.insert(QStringLiteral("uid"), qint64(*endpoint.userId));
            object.insert(QStringLiteral("owner"), endpoint.owner);
        }
        QJsonArray processes;
        for (const Holder &holder : endpoint.holders) {
            processes.append(QJsonObject { { QStringLiteral("pid"), holder.processId },
                                           { QStringLiteral("program"), holder.program } });
        }
        object.insert(QStringLiteral("processes"), processes);
        const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact);
        std::printf("%s\n", (terminal::isStandardOutput() ? printable(line) : line).constData());
    }
}

// QRegularExpression::fromWildcard() stops at slashes.
static QRegularExpression matching(const QString &pattern)
{
    const QString expression = QRegularExpression::escape(pattern).replace(QLatin1String("\\*"), QLatin1String(".*"));
    return QRegularExpression(QRegularExpression::anchoredPattern(expression),
                              QRegularExpression::DotMatchesEverythingOption);
}

static int runList(const QCommandLineParser &parser, Reporter &reporter)
{
    const QStringList folders = parser.positionalArguments();
    if (!folders.isEmpty() && !endpointsHaveOwners())
        failUsage(QStringLiteral("list takes no FOLDER here: Windows has neither FIFOs nor socket files"));
    QList<Endpoint> endpoints;
    if (const Error error = findEndpoints(folders, endpoints))
        return int(reporter.error(error));
    const QRegularExpression pattern = matching(parser.value(QStringLiteral("name")));
    const bool takesAll = parser.isSet(QStringLiteral("all"));
    const auto isUnwanted = [&](const Endpoint &endpoint) {
        return !pattern.match(endpoint.name).hasMatch() || (!takesAll && !isOfThisUser(endpoint));
    };
    endpoints.erase(std::remove_if(endpoints.begin(), endpoints.end(), isUnwanted), endpoints.end());
    std::sort(endpoints.begin(), endpoints.end(), [](const Endpoint &a, const Endpoint &b) { return a.name < b.name; });
    if (parser.isSet(QStringLiteral("json")))
        printJson(endpoints);
    else
        printTable(endpoints);
    return int(Exit::Done);
}

const Command listCommand {
    "list",          "lists the sockets and FIFOs of this user, and the processes that have them open",
    "[FOLDER...]",
    R"(  qtipc list
  qtipc list --name '*logdesk*' /run/app
  qtipc list --json | jq -r 'select(.state == "unused").name'
States:
  listening    a socket that accepts connections
  bound        a datagram socket
  open         a FIFO that a process has open
  unused       a file that no process has open
  unreachable  a socket whose file is gone
Only root sees the open files of other users. Systems without /proc report no states
and processes. There, the files of each FOLDER and of the folder of generic names
are listed. On Windows the names of all pipes are listed, without owners and
processes. Windows has neither FIFOs nor socket files.
)", addListOptions,
    runList,
};
