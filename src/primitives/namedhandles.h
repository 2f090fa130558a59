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
    The handles of a child that have names, as ChildHandles::EnvironmentVariable has them: "name=number,stamp", separated by
    semicolons. The stamp is that of os/inheritedhandle.h.
*/
class NamedHandles
{
public:
    // Before a handle is added under that name.
    Error check(const QString &name) const;
    void add(const QString &name, qintptr number, const QByteArray &stamp);
    void clear() { m_names.clear(), m_value.clear(); }
    QByteArray value() const { return m_value; }

    // For as long as this exists, the process is started with the variable.
    class InEnvironment
    {
    public:
        InEnvironment(QProcess &process, const QByteArray &value);
        ~InEnvironment();

    private:
        Q_DISABLE_COPY_MOVE(InEnvironment)
        struct Before;
        std::unique_ptr<Before> m_before; // null: nothing was changed
    };

private:
    QStringList m_names;
    QByteArray m_value;
};

// What a variable says. Anybody may have written it.
struct NamedHandle
{
    QString name;
    qintptr number;
    QByteArray stamp;
    ErrorText problem; // why it is none of this process; then there is no number
};
Result<std::vector<NamedHandle>> parseNamedHandles(const QByteArray &variable);

} // namespace QtInterprocess
