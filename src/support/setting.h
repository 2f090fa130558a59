// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qobject.h>

#include <utility>

namespace QtInterprocess {

// Sets a setting of object, and emits changed if the value is another one. A slot may destroy the object: touch nothing of it then.
template <typename Object, typename Value>
void changeSetting(Object *object, Value &setting, Value value, void (Object::*changed)())
{
    if (setting == value)
        return;
    setting = std::move(value);
    Q_EMIT(object->*changed)();
}

// So that Q_OBJECT_BINDABLE_PROPERTY works in a private class that has bindingStorage(). Its getters and setters see to the limits of a value,
// because a binding has no setter.
template <typename Private>
auto qGetBindingStorage(const Private *d) -> decltype(d->bindingStorage())
{
    return d->bindingStorage();
}

} // namespace QtInterprocess
