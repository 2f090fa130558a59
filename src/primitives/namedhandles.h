// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/errortext.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qstringlist.h>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QProcess;
QT_END_NAMESPACE

namespace QtInterprocess {

/*
    The named handles of a child, encoded as in ChildHandles::EnvironmentVariable.

    The format is "name=number,stamp", separated by semicolons. os/inheritedhandle.h defines the
    stamp.
*/
class NamedHandles
{
public:
    // Checks a name before a handle is added under it.
    Error check(const QString &name) const;
    void add(const QString &name, qintptr number, const QByteArray &stamp);
    void clear() { m_names.clear(), m_value.clear(); }
    QByteArray value() const { return m_value; }

    // Sets the variable in a process's environment during its lifetime, while the process is
    // started.
    class InEnvironment
    {
    public:
        InEnvironment(QProcess &process, const QByteArray &value);
        ~InEnvironment();

    private:
        Q_DISABLE_COPY_MOVE(InEnvironment)
        struct Before;
        std::unique_ptr<Before> m_before; // null if nothing was changed
    };

private:
    QStringList m_names;
    QByteArray m_value;
};

// An entry of the variable, which any process may have written.
struct NamedHandle
{
    QString name;
    qintptr number;
    QByteArray stamp;
    ErrorText problem; // why it is not a handle of this process; number is unset then
};
Result<std::vector<NamedHandle>> parseNamedHandles(const QByteArray &variable);

} // namespace QtInterprocess
