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
    Defines which users may connect to a server, or as which user a server must run.

    Pass it to Server::setAccess(), or to setRequiredServer() of a socket. A Kind converts to it:

    \code
    server.setAccess(Access::Everyone);
    server.setAccess(Access::group("docker"));                // the file: srw-rw---- root docker
    server.setAccess(Access::fromMode(0770, "docker"));       // the same with exact permissions
    server.setAccess(Access::fromSecurityDescriptor("D:P(A;;GA;;;BA)(A;;GA;;;SY)")); // Windows
    \endcode

    Access is a value type, implicitly shared.

    \section1 How access is checked
    Access is checked twice. The operating system checks the permissions of the name, and the
    library checks the credentials of the peer. The second check decides where permissions have no
    effect (abstract names of Linux) or can be bypassed for a moment.

    \list
    \li A peer that runs as root always passes, as with files.
    \li A peer whose user the system does not report does not pass.
    \li A peer that does not pass is disconnected without explanation. The server emits
        Server::refused() and reports Error::AccessDenied.
    \endlist

    \section1 Linux user namespaces
    Users and groups without a mapping in the namespace do not pass, even if this process has the
    same overflow ID (65534). With a complete mapping, and outside of all namespaces, that ID is
    an ordinary user. Root is the root of this process's namespace.

    \section1 Windows
    The security descriptor of the pipe grants access to the user and to the system account. With
    \c Everyone or a group it also grants access to these users, but they may not create instances
    of the pipe. Other machines are refused unless NamedPipeOptions::setRemoteClients() admits
    them.

    \section1 Groups
    A group is given by its name or number. On Windows it is a name such as \c{docker-users}, or a
    SID (\c{S-1-5-32-545}). listen() looks the group up, and fails with Error::NotFound if it does
    not exist. The lookup can block while the system asks a server on the network (LDAP, a
    domain). This includes numbers, because a group may have a number as its name. A SID needs no
    lookup.

    The socket file belongs to the group before any process can connect, and is never more open
    than requested. Its owner may assign it to groups that the owner is a member of; root may use
    any group. Otherwise listen() fails with Error::AccessDenied and leaves nothing behind.

    A peer passes if the group is its primary group or one of its supplementary groups. Systems
    other than Linux, macOS and FreeBSD report only the primary group. On Windows only the
    security descriptor knows the members.

    \section1 Required server
    setRequiredServer() of a socket takes an Access, too: the server must be a process that it
    admits. The group is looked up after the connection was made. If it is unknown, connecting
    fails with Error::NotFound. Windows identifies a server by its user; values other than \c User
    and \c Everyone fail with Error::Unsupported.
*/
class QTINTERPROCESS_EXPORT Access
{
    Q_GADGET
    Q_PROPERTY(QtInterprocess::Access::Kind kind READ kind CONSTANT)
    Q_PROPERTY(int mode READ mode CONSTANT)
    Q_PROPERTY(QString groupName READ groupName CONSTANT)
    Q_PROPERTY(QString securityDescriptor READ securityDescriptor CONSTANT)

public:
    /*! The users that may connect. */
    enum Kind : int {
        User, //!< Processes of the user that this process runs as. The default. File mode 0600.
        Group, //!< Also processes of this process's group. File mode 0660. Error::Unsupported on Windows.
        Everyone, //!< Every process on this machine. File mode 0666; the peer is not checked.
    };
    Q_ENUM(Kind)

    /*! Constructs an access for the users of \a kind. */
    Access(Kind kind = User); // NOLINT(google-explicit-constructor): so that setAccess(Access::Everyone) reads well

    /*! Copies \a other. */
    Access(const Access &other);

    /*! Moves \a other into a new object. */
    Access(Access &&other) noexcept;

    /*! Assigns \a other to this object. */
    Access &operator=(const Access &other);

    /*! Moves \a other into this object. */
    Access &operator=(Access &&other) noexcept;

    /*! Destroys the object. */
    ~Access();

    /*!
        Returns an access that also admits members of the group \a name; see \l Groups. File mode
        0660.
    */
    static Access group(const QString &name);

    /*!
        Returns an access that gives the socket file exactly the permissions \a mode.

        The umask has no effect. If \a group is given, the file belongs to that group. Write
        permission is needed to connect: \c 0200 for the user, \c 0020 for the group, \c 0002 for
        everyone.

        The value is invalid if it has bits beyond \c 0777, or if this user could not connect. It
        is also invalid if everyone could connect except the group.

        On Windows and for abstract names, which have no permissions, it is equivalent to kind().
    */
    static Access fromMode(int mode, const QString &group = QString());

    /*!
        Returns an access with the Windows security descriptor \a sddl; on Unix listen() fails
        with Error::Unsupported.

        \a sddl is in the security descriptor definition language:
        \c {"D:P(A;;GA;;;SY)(A;;0x12019b;;;BU)"}. Only the system checks it; kind() is
        \c Everyone. If the text is invalid, listen() fails with Error::InvalidOperation. The user
        of this process needs \c FILE_CREATE_PIPE_INSTANCE (0x4); otherwise only the first client
        is served.

        Windows gives a pipe the medium integrity level, so ordinary processes reach the pipe of
        an elevated one. A sandbox of low integrity reaches it only with a label:
        \c {"S:(ML;;NW;;;LW)"}.
    */
    static Access fromSecurityDescriptor(const QString &sddl);

    /*!
        Returns \c true unless listen() refuses the value with Error::InvalidOperation.

        See fromMode() for invalid modes. Empty texts are invalid, too.
    */
    bool isValid() const noexcept;

    /*! Returns the widest set of users that this value admits. */
    Kind kind() const noexcept;

    /*! Returns the permissions of the file on Unix. */
    int mode() const noexcept;

    /*! Returns the chosen group; empty for the group of this process. */
    QString groupName() const;

    /*! Returns the security descriptor; empty if the library creates one. */
    QString securityDescriptor() const;

    /*! Returns \c true if \a a and \a b admit the same users in the same way. */
    friend QTINTERPROCESS_EXPORT bool operator==(const Access &a, const Access &b) noexcept;

    /*! Returns \c true if \a a and \a b differ. */
    friend bool operator!=(const Access &a, const Access &b) noexcept { return !(a == b); }

private:
    Access(int mode, const QString &group, const QString &securityDescriptor);

    QSharedDataPointer<AccessData> d;
};

} // namespace QtInterprocess
