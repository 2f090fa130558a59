// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/UnixAddress>

#include <QtCore/qlist.h>

// Returns the address /run/app, made of every kind of text.
QList<QtInterprocess::UnixAddress> sameAddressOfLiterals();
