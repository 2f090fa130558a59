// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socketname.h"

#include <QtInterprocess/unixaddress.h>

namespace QtInterprocess {

os::SocketName toSocketName(const UnixAddress &address);
UnixAddress toUnixAddress(const os::SocketName &name);

} // namespace QtInterprocess
