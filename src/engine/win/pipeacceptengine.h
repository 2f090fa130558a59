// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/acceptengine.h"
#include "os/win/pipe.h"

#include <memory>

namespace QtInterprocess {

// Makes the first instance of a pipe, and with it the name: NameInUse if there is such a pipe already and
// spec.firstInstance says that this has to be the first one.
Result<OwnedHandle> claimPipe(const os::PipeSpec &spec);

/*
    Keeps several instances of a pipe waiting, backlog of them but not more than 8, so that clients that arrive together all
    find one. An instance is replaced before its client is told of; a client that has gone again frees it.
*/
std::unique_ptr<AcceptEngine> makePipeAcceptEngine(OwnedHandle first, const os::PipeSpec &spec, int backlog,
                                                   AcceptObserver &observer);

} // namespace QtInterprocess
