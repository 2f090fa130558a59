// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qobject.h>

#include <utility>

namespace QtInterprocess {

// Sets a setting of the object, and emits changed if the value differs. A slot may destroy the
// object, so do not use it afterwards.
template <typename Object, typename Value>
void changeSetting(Object *object, Value &setting, Value value, void (Object::*changed)())
{
    if (setting == value)
        return;
    setting = std::move(value);
    Q_EMIT(object->*changed)();
}

// Makes Q_OBJECT_BINDABLE_PROPERTY work in a private class that has bindingStorage(). Getters and
// setters of such a property check the limits of the value, because a binding calls no setter.
template <typename Private>
auto qGetBindingStorage(const Private *d) -> decltype(d->bindingStorage())
{
    return d->bindingStorage();
}

} // namespace QtInterprocess
