// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qshareddata.h>
#include <QtCore/qstring.h>

namespace QtInterprocess {

class AccessData;

/*!
    Who may connect to a server: a value type, implicitly shared, made from a Kind wherever one is asked for.

    \code
    server.setAccess(Access::Everyone);
    server.setAccess(Access::group("docker"));                // the file: srw-rw---- root docker
    server.setAccess(Access::fromMode(0770, "docker"));       // the same with exact permissions
    server.setAccess(Access::fromSecurityDescriptor("D:P(A;;GA;;;BA)(A;;GA;;;SY)")); // Windows
    \endcode

    The library asks twice: the operating system by the permissions of the name, and the connection itself by the
    credentials of the peer. The second question is the one that counts where permissions do nothing (abstract names
    of Linux) or can be bypassed for a moment. A peer that runs as root always passes, as it does with files. One that does
    not pass is disconnected without explanation; the server emits Server::refused(), and reports Error::AccessDenied. If the
    system does not tell who the peer is, it does not pass.

    In a user namespace of Linux, users and groups that the namespace has no mapping for are nobody's own: they do not
    pass, even if this process shows as the same overflow ID (65534). Under a complete mapping, as outside of all
    namespaces, that ID is a user like any other. Root is the root of this process's namespace.

    On Windows the security descriptor of the pipe gives access to the user and to the system account, and with
    \c Everyone or a group to these users, who may not make instances of the pipe though. Other machines are refused in any
    case, unless NamedPipeOptions::setRemoteClients() lets them in.

    \section1 Groups
    A group has the name or the number that the system knows it by; on Windows a name such as \c{docker-users} or a SID
    (\c{S-1-5-32-545}). listen() looks it up, and fails with Error::NotFound if there is no such group. That can block while the
    system asks a server on the network (LDAP, a domain), also for a number, because a group may have it as its name. A SID is known at once.

    The socket file belongs to the group from before anybody can connect, and is never more open than it is to be. Its owner may
    give it to groups that he is a member of, root to any; otherwise listen() fails with Error::AccessDenied. Nothing is left
    behind then.

    A peer passes if the group is its own or among its supplementary ones. Systems other than Linux, macOS and FreeBSD tell the
    first one only. On Windows the security descriptor alone knows the members.

    \section1 As a required server
    setRequiredServer() of a socket takes an Access, too: the server has to be one that it would let in. A group is looked up when
    the connection has been made, and an unknown one fails with Error::NotFound. On Windows a server is known by its user:
    all but \c User and \c Everyone fails with Error::Unsupported.
*/
class QTINTERPROCESS_EXPORT Access
{
    Q_GADGET
    Q_PROPERTY(QtInterprocess::Access::Kind kind READ kind CONSTANT)
    Q_PROPERTY(int mode READ mode CONSTANT)
    Q_PROPERTY(QString groupName READ groupName CONSTANT)
    Q_PROPERTY(QString securityDescriptor READ securityDescriptor CONSTANT)

public:
    enum Kind : int {
        User, //!< Processes of the user that this process runs as. The default. File mode 0600.
        Group, //!< Also processes of this process's group. File mode 0660. Error::Unsupported on Windows.
        Everyone, //!< Every process on this machine. File mode 0666; the peer is not asked.
    };
    Q_ENUM(Kind)

    Access(Kind kind = User); // NOLINT(google-explicit-constructor): so that setAccess(Access::Everyone) reads well
    Access(const Access &other);
    Access(Access &&other) noexcept;
    Access &operator=(const Access &other);
    Access &operator=(Access &&other) noexcept;
    ~Access();

    /*! Also the members of that group, see \l Groups. File mode 0660. */
    static Access group(const QString &name);

    /*!
        The file has exactly these permissions, whatever the umask is, and belongs to \a group if one is given. To connect takes the
        permission to write: \c 0200 is for the user, \c 0020 for the group, \c 0002 for everyone. The value is invalid if
        it has bits beyond \c 0777, if this user could not connect, or if everyone could but the group.

        On Windows and for abstract names, which have no permissions, it means kind().
    */
    static Access fromMode(int mode, const QString &group = QString());

    /*!
        Windows: who may do what with the pipe, in the security descriptor definition language:
        \c {"D:P(A;;GA;;;SY)(A;;0x12019b;;;BU)"}. The system alone decides; kind() is \c Everyone. listen() fails with
        Error::InvalidOperation if the text is none, and on Unix with Error::Unsupported. The user of this process needs
        \c FILE_CREATE_PIPE_INSTANCE (0x4), or only the first client is ever served.

        Plain processes reach the pipe of an elevated one, since Windows gives a pipe the medium integrity level. A sandbox of
        low integrity reaches it only with a label: \c {"S:(ML;;NW;;;LW)"}.
    */
    static Access fromSecurityDescriptor(const QString &sddl);

    /*! Returns \c false for values that listen() refuses with Error::InvalidOperation: see fromMode(), and empty texts. */
    bool isValid() const noexcept;

    /*! The widest circle that this value lets in. */
    Kind kind() const noexcept;

    /*! The permissions of the file on Unix. */
    int mode() const noexcept;

    /*! The chosen group; empty for the group of this process. */
    QString groupName() const;

    /*! The security descriptor; empty if the library makes one. */
    QString securityDescriptor() const;

    friend QTINTERPROCESS_EXPORT bool operator==(const Access &a, const Access &b) noexcept;
    friend bool operator!=(const Access &a, const Access &b) noexcept { return !(a == b); }

private:
    Access(int mode, const QString &group, const QString &securityDescriptor);

    QSharedDataPointer<AccessData> d;
};

} // namespace QtInterprocess
