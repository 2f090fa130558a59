// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/localname.h>
#include <QtInterprocess/singleinstance.h>

namespace QtInterprocess {

// Returns the name on which the primary of an ID listens. It has the end of the ID, for people, and
// a hash of the whole ID.
LocalName instanceName(const QString &id, SingleInstance::Scope scope);

} // namespace QtInterprocess
