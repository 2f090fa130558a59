// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the conformance suite over named pipes.

#include "os/win/call.h"

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

// Creates a pipe whose peer appears to be on another machine.
static DevicePair remotePairOf(const NamedPipeOptions &options)
{
    os::FaultPoint::arm(os::Call::AskRemote, ERROR_SUCCESS, 1, 1000);
    DevicePair pair = pairOf(options);
    os::FaultPoint::disarmAll();
    return pair;
}

// Creates a pipe whose handles already belong to another completion port.
static DevicePair adoptedPairOf(const NamedPipeOptions &options)
{
    os::FaultPoint::arm(os::Call::AssociatePort, ERROR_INVALID_PARAMETER, 1, 1000);
    DevicePair pair = pairOf(options);
    os::FaultPoint::disarmAll();
    return pair;
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    ConformanceTest test;
    test.add("NamedPipeSocket of bytes", [] { return pairOf({}); }, { .halfClose = false });
    test.add("NamedPipeSocket of messages", [] { return pairOf(NamedPipePair::messages()); },
             { .halfClose = false, .messages = true });
    test.add("NamedPipeSocket of bytes, remote", [] { return remotePairOf({}); }, { .halfClose = false });
    test.add("NamedPipeSocket of messages, remote", [] { return remotePairOf(NamedPipePair::messages()); },
             { .halfClose = false, .messages = true });
    test.add("NamedPipeSocket of bytes, of another port", [] { return adoptedPairOf({}); }, { .halfClose = false });
    test.add("NamedPipeSocket of messages, of another port", [] { return adoptedPairOf(NamedPipePair::messages()); },
             { .halfClose = false, .messages = true });
    return QTest::qExec(&test, argc, argv);
}
