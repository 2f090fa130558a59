// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/access.h>

#include <QtCore/qobject.h>
#include <QtQml/qqml.h>

namespace QtInterprocess {

/*!
    \qmlvaluetype access
    The set of processes that may connect to a server.

    The singleton \l Access makes the values.
*/
struct QmlAccessValue
{
    Q_GADGET
    QML_FOREIGN(QtInterprocess::Access)
    QML_VALUE_TYPE(access)

    /*! \qmlproperty enumeration access::kind
        The widest set that the value admits: \c Access.User, \c Access.Group or
        \c Access.Everyone. */

    /*! \qmlproperty int access::mode
        The permissions of the socket file on Unix. */

    /*! \qmlproperty string access::groupName
        The chosen group; empty for the group of this process. */

    /*! \qmlproperty string access::securityDescriptor
        The pipe's security descriptor on Windows; empty if the library makes one. */
};

/*!
    \qmltype Access
    Makes the values of \c access properties; a singleton.

    \qml
    LocalServer {
        name: "/run/example/socket"
        access: Access.group("docker")
        active: true
    }
    \endqml

    The C++ class Access describes how each platform enforces the values.
*/
class QmlAccess : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Access)
    QML_SINGLETON

    /*! \qmlproperty access Access::user
        Admits processes of the user that runs this process. */
    Q_PROPERTY(QtInterprocess::Access user READ user CONSTANT FINAL)

    /*! \qmlproperty access Access::everyone
        Admits every process on this machine. */
    Q_PROPERTY(QtInterprocess::Access everyone READ everyone CONSTANT FINAL)

public:
    enum Kind { User = Access::User, Group = Access::Group, Everyone = Access::Everyone };
    Q_ENUM(Kind)

    using QObject::QObject;

    Access user() const { return Access::User; }
    Access everyone() const { return Access::Everyone; }

    /*! \qmlmethod access Access::group(string name)
        Returns the access of this user and the members of a group. Name the group by its name
        or number; the default is the group of this process. */
    Q_INVOKABLE QtInterprocess::Access group(const QString &name = QString()) const
    {
        return name.isEmpty() ? Access(Access::Group) : Access::group(name);
    }

    /*! \qmlmethod access Access::fromMode(int mode, string group)
        Returns an access with exact permissions of the socket file, \c 0o660 for example. The
        optional \a group becomes the group of the file. Unix only. */
    Q_INVOKABLE QtInterprocess::Access fromMode(int mode, const QString &group = QString()) const
    {
        return Access::fromMode(mode, group);
    }

    /*! \qmlmethod access Access::fromSecurityDescriptor(string sddl)
        Returns an access from a security descriptor, written in the security descriptor
        definition language (SDDL). Windows only. */
    Q_INVOKABLE QtInterprocess::Access fromSecurityDescriptor(const QString &sddl) const
    {
        return Access::fromSecurityDescriptor(sddl);
    }

private:
    Q_DISABLE_COPY_MOVE(QmlAccess)
};

} // namespace QtInterprocess
