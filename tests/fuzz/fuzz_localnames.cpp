// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reads any bytes as the text of a LocalName.
//
// The name is equal to the name of its own text. For every kind, its place is where the kind puts
// it.

#include "fuzzing.h"

#include <QtInterprocess/localname.h>

using namespace QtInterprocess;
using Fuzzing::require;

namespace {

void check(const LocalName &name)
{
    require(name == name);
    require(name.isEmpty() == name.name().isEmpty());
    const QString place = name.fullName();
    require(place == name.fullName()); // the query creates nothing
    require(LocalName::isSupported(name.kind()) || place.isEmpty());
    if (place.isEmpty())
        return;
    require(!name.isEmpty());
    require(!place.contains(QChar(QChar::Null)));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Fuzzing::TimeLimit limit;
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const LocalName name(text);
    require(LocalName(name.toString()) == name);
    check(name);

    const LocalName path = LocalName::path(text);
    require(path.isEmpty() || LocalName(path.toString()).kind() == LocalName::Kind::Path);
    check(path);
    const LocalName namespaced = LocalName::namespaced(text);
    require(LocalName(namespaced.toString()) == namespaced);
    check(namespaced);
    const LocalName system = LocalName::system(text);
    require(LocalName(system.toString()) == system);
    check(system);
    const QString place = system.fullName();
    require(!place.contains(QLatin1String("/../")) && !place.endsWith(QLatin1String("/..")));
    check(LocalName::generic(text));
    return 0;
}
