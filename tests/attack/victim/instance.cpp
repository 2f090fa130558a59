// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs a single instance.
//
// MANNER is one of:
// - start    prints the role and stays
// - forward  forwards its request when a line arrives on standard input
// - succeed  waits for succession

#include "victim.h"

#include <QtInterprocess/SingleInstance>

#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

namespace Victim {

static QString nameOf(SingleInstance::Role role)
{
    switch (role) {
    case SingleInstance::Role::Primary: return QStringLiteral("primary");
    case SingleInstance::Role::Secondary: return QStringLiteral("secondary");
    case SingleInstance::Role::Undecided: break;
    }
    return QStringLiteral("undecided");
}

int instance(const Arguments &arguments)
{
    SingleInstance::Options options;
    options.setTimeout(1000);
    SingleInstance instance(arguments.value(0), options);
    instance.setReplyTimeout(1000);
    int requests = 0;
    QObject::connect(&instance, &SingleInstance::requestReceived, &instance, [&](const InstanceRequest &request) {
        print({ { QStringLiteral("requests"), ++requests } });
        request.reply(3);
    });
    print({ { QStringLiteral("role"), nameOf(instance.role()) },
            { QStringLiteral("error"), instance.error() ? instance.error().message() : QString() } });
    if (arguments.value(1) == QLatin1String("succeed")) {
        instance.setWaitsForSuccession(true);
        spin(3000);
        print({ { QStringLiteral("processor"), processorSeconds() } });
        return 0;
    }
    if (arguments.value(1) == QLatin1String("forward")) {
        (void)std::getchar();
        const int code = instance.forward();
        print({ { QStringLiteral("exit"), code }, { QStringLiteral("acknowledged"), instance.isAcknowledged() } });
        return 0;
    }
    return QCoreApplication::exec();
}

} // namespace Victim
