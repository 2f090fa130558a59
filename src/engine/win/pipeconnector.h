// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connector.h"
#include "os/win/pipe.h"

#include <memory>

namespace QtInterprocess {

// What a client wants to be connected to, and how.
struct PipeTarget
{
    QString path; // \\host\pipe\name
    os::PipeAccess access = os::PipeAccess::ReadWrite;
    os::PipeImpersonation impersonation = os::PipeImpersonation::Identification;
    ConnectOptions options;
    Error invalid; // why there is no such path; reported like any other failure
};

// Reports overlapped handles, which read messages if the pipe keeps them. A pipe all of whose instances are taken is tried
// again until the deadline; the name of another machine is looked up in a thread of its own.
std::unique_ptr<Connector> makePipeConnector(const PipeTarget &target, ConnectObserver &observer);

} // namespace QtInterprocess
