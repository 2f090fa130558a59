// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/acceptengine.h"
#include "os/win/pipe.h"

#include <memory>

namespace QtInterprocess {

// Makes the first instance of a pipe, and with it the name. Fails with NameInUse if the pipe exists
// and spec.firstInstance requires the first one.
Result<OwnedHandle> claimPipe(const os::PipeSpec &spec);

/*
    Makes an engine that keeps backlog instances of a pipe waiting, at most 8.

    So clients that arrive together all find one. An instance is replaced before its client is
    reported; a client that has gone frees its instance.
*/
std::unique_ptr<AcceptEngine> makePipeAcceptEngine(OwnedHandle first, const os::PipeSpec &spec, int backlog,
                                                   AcceptObserver &observer);

} // namespace QtInterprocess
