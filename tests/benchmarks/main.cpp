// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    ipcbench: compares the local sockets of this library with other ways, in one run. See
    docs/performance.md.
*/

#include "goals.h"
#include "measure.h"
#include "workloads.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qtemporarydir.h>

#include <cstdio>
#include <cstdlib>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>

namespace {

std::vector<int> allowedCpus()
{
    cpu_set_t set;
    CPU_ZERO(&set);
    ::sched_getaffinity(0, sizeof set, &set);
    std::vector<int> cpus;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (CPU_ISSET(cpu, &set))
            cpus.push_back(cpu);
    }
    return cpus;
}

void raiseDescriptorLimit()
{
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

bool writeJson(const QString &fileName, const std::vector<Table> &tables, const QJsonArray &goals)
{
    QJsonArray array;
    for (const Table &table : tables)
        array.append(toJson(table));
    const QJsonObject root { { QStringLiteral("qt"), QString::fromLatin1(qVersion()) },
                             { QStringLiteral("tables"), array },
                             { QStringLiteral("goals"), goals } };
    QFile file(fileName);
    return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(root).toJson()) > 0;
}

int measure(const QCommandLineParser &parser)
{
    const QTemporaryDir directory;
    Plan plan { parser.isSet(QStringLiteral("quick")), parser.value(QStringLiteral("rounds")).toInt(), allowedCpus(),
                QFile::encodeName(directory.path()).toStdString() };
    if (plan.cpus.size() < 2)
        std::printf("There is only one processor: workloads for two are not comparable.\n");
    double load = 0;
    ::getloadavg(&load, 1);
    std::printf("Qt %s, %s event dispatcher, load average %.1f\n", qVersion(),
                qEnvironmentVariableIsSet("QT_NO_GLIB") ? "Unix" : "default", load);
    const QStringList only = parser.values(QStringLiteral("only"));
    std::vector<Table> tables;
    for (const Workload &workload : workloads()) {
        if (!only.isEmpty() && !only.contains(QLatin1String(workload.name)))
            continue;
        for (const Table &table : workload.run(plan)) {
            print(table);
            tables.push_back(table);
        }
    }
    const QJsonArray goals = printGoals(tables);
    const QString json = parser.value(QStringLiteral("json"));
    if (!json.isEmpty() && !writeJson(json, tables, goals)) {
        std::fprintf(stderr, "ipcbench: cannot write %s\n", qPrintable(json));
        return 1;
    }
    return tables.empty() ? 2 : 0;
}

QString names()
{
    QStringList list;
    for (const Workload &workload : workloads())
        list.append(QString::fromLatin1(workload.name));
    return list.join(QStringLiteral(", "));
}

} // namespace

int main(int argc, char *argv[])
{
    ::signal(SIGPIPE, SIG_IGN); // for the peers other than this library
    if (const auto status = runAsChild(argc, argv))
        return *status;
    raiseDescriptorLimit();
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Compares the local sockets of QtInterprocess with other ways."));
    parser.addHelpOption();
    parser.addOption({ QStringLiteral("quick"), QStringLiteral("Run fewer and shorter rounds: under a minute.") });
    parser.addOption({ QStringLiteral("only"),
                       QStringLiteral("Run only this workload; can be repeated: %1.").arg(names()),
                       QStringLiteral("name") });
    parser.addOption({ QStringLiteral("rounds"), QStringLiteral("Set the number of rounds."), QStringLiteral("n") });
    parser.addOption(
        { QStringLiteral("json"), QStringLiteral("Write all figures to a file."), QStringLiteral("file") });
    parser.addOption(
        { QStringLiteral("unix-dispatcher"),
          QStringLiteral(
              "Use Qt's own event dispatcher for its peers, not the default one, which is mostly GLib's.") });
    parser.process(app);
    if (parser.isSet(QStringLiteral("unix-dispatcher")))
        qputenv("QT_NO_GLIB", "1"); // the children inherit it
    return measure(parser);
}
