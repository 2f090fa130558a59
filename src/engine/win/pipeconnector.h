// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connector.h"
#include "os/win/pipe.h"

#include <memory>

namespace QtInterprocess {

// The pipe that a client connects to, and the options.
struct PipeTarget
{
    QString path; // \\host\pipe\name
    os::PipeAccess access = os::PipeAccess::ReadWrite;
    os::PipeImpersonation impersonation = os::PipeImpersonation::Identification;
    ConnectOptions options;
    Error invalid; // why the path is invalid; reported like any other failure
};

// Makes a connector that reports overlapped handles, in message mode if the pipe keeps messages. If
// all instances of the pipe are busy, it tries again until the deadline. A separate thread looks up
// names of other machines.
std::unique_ptr<Connector> makePipeConnector(const PipeTarget &target, ConnectObserver &observer);

} // namespace QtInterprocess
