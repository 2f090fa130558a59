// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The conformance suite over named pipes.

#include "testsupport/conformance.h"
#include "testsupport/testsupport.h"
#include "testsupport/win/namedpipepair.h"

using namespace QtInterprocess;
using namespace TestSupport;

static DevicePair pairOf(const NamedPipeOptions &options)
{
    NamedPipePair pair(options);
    return { std::move(pair.client), std::move(pair.accepted), pair.server };
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    ConformanceTest test;
    test.add("NamedPipeSocket of bytes", [] { return pairOf({}); }, { .halfClose = false });
    test.add("NamedPipeSocket of messages", [] { return pairOf(NamedPipePair::messages()); },
             { .halfClose = false, .messages = true });
    return QTest::qExec(&test, argc, argv);
}
