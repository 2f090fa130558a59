// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/localname.h>
#include <QtInterprocess/singleinstance.h>

namespace QtInterprocess {

// Returns the name where the primary of an ID listens: the end of the ID, for people, and a hash of
// all of it.
LocalName instanceName(const QString &id, SingleInstance::Scope scope);

} // namespace QtInterprocess
