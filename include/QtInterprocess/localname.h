// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

namespace QtInterprocess {

/*!
    The name of a local server: a kind and a string, which together give its place on each
    platform.

    LocalServer, LocalSocket and ReconnectingClient take one wherever they need a name. It is a
    value type and converts from a string:

    \table
    \header \li string \li kind \li place
    \row \li \c org.example.App \li Generic
        \li Unix: a private place of the user, see below. Windows: the pipe
            \c{\\\\.\\pipe\\org.example.App-}\e SID, with the SID of the user.
    \row
        \li \c /run/app.sock, \c ./app.sock, \c ../app.sock, \c{\\\\.\\pipe\\app}
        \li Path
        \li Unix: that path, if it has slashes. Windows: that pipe, if it has backslashes. A client
            may connect to a pipe of another machine.
    \row \li \c @app \li Namespaced
        \li Linux: the abstract name \c app, outside of any file system. Windows: the pipe
            \c{\\\\.\\pipe\\app}.
    \row \li \c system:/app, or LocalName::system("app") \li System
        \li Linux: \c{/run/app}. Other Unix: \c{/var/run/app}. Windows: the pipe
            \c{\\\\.\\pipe\\app}.
    \endtable

    \code
    LocalServer server;
    server.setAccess(Access::group("docker"));
    server.listen(LocalName::system("org.example.Daemon"));
    \endcode

    Names of Windows pipes have at most 256 characters, including \c{\\\\.\\pipe\\}, and ignore
    case.

    These rules are stable: a name has the same meaning in every later version. LocalName does no
    I/O. Whether a name can be used is known only when it is used.

    \section1 Generic names on Unix
    All programs of one user search the same places, in this order. A directory is used only if it
    belongs to the user and nobody else may write to it. A symbolic link is not used.

    \list 1
    \li \c $XDG_RUNTIME_DIR. If it is usable and differs from the next place, it is the only
        place.
    \li \c{/run/user/}\e uid.
    \li \c qtinterprocess-\e uid in \c $TMPDIR or \c /tmp. If it is missing, a server creates it
        with mode 0700. It is not used if other users can replace it. So its parent must belong to
        root or the user. If others may write to the parent, it must have the sticky bit.
    \li Linux, if places 1 and 2 are not usable: the abstract name \c{@qtinterprocess-}\e
        uid\c{/}\e name, or a hash of the name if it is too long. It is the second choice because
        any user can create the directory in \c /tmp first.
    \endlist

    A server listens in the first place that is available. If a server of the user is in another
    place, it fails with Error::NameInUse. If two servers start while a place changes, both may
    fail, but never do both succeed. A client tries all places.

    Both sides check the user ID of the other; see LocalSocket::setRequiredServer() and Access.
    With an access other than Access::User, the server fails with Error::Unsupported, because
    other users could not reach it.

    Another user can take the abstract name. Then \c listen() and connecting fail with
    Error::AccessDenied, and the message identifies that user. If the other user holds the name
    and never answers, the error is Error::NameInUse. Set \c $XDG_RUNTIME_DIR to prevent this.

    A setuid program ignores both variables. In a user namespace without a mapping for the user
    there are no generic names, because the system cannot tell the user from others.

    \section1 System names
    Programs of all users find a service by a system name. It may have parts:
    \c system:/app/control.

    On Unix only root may create files there, so no other user can take the name. A service of
    another user gets its own directory, for example from \c{RuntimeDirectory=app} of systemd. It
    listens on \c system:/app/control.

    On Windows any program can create the pipe first. Then \c listen() fails with
    Error::NameInUse. A client is safe with LocalSocket::setRequiredServer(Access::User), which
    system services pass.

    Access::User is the default here, too. Call \c setAccess() to admit other users, and
    Server::setConnectionFilter() to choose among them.

    \sa LocalServer, LocalSocket
*/
class QTINTERPROCESS_EXPORT LocalName
{
    Q_GADGET
    Q_PROPERTY(Kind kind READ kind CONSTANT)
    Q_PROPERTY(QString name READ name CONSTANT)

public:
    /*! The kind of a name, which determines its place. */
    enum class Kind : int {
        Generic, //!< A name in a place that is private to the user.
        Path, //!< A path of a file on Unix, or of a pipe on Windows.
        Namespaced, //!< An abstract name on Linux, or a pipe on Windows.
        System //!< A name for the whole system.
    };
    Q_ENUM(Kind)

    /*! Constructs an empty name. */
    LocalName() = default;

    /*! Constructs the name that \a string stands for; see the table of the class. */
    LocalName(const QString &string); // NOLINT(google-explicit-constructor): so that listen(string) reads well

    /*!
        Constructs the name that \a text stands for, for every text type that converts to QString.

        Examples are \c{"x"} (unless \c QT_NO_CAST_FROM_ASCII is defined), QLatin1StringView,
        QStringView, and \c{a % b} with \c QT_USE_QSTRINGBUILDER.
    */
    template <typename Text, std::enable_if_t<Private::isText<Text>, bool> = true>
    LocalName(const Text &text) // NOLINT(google-explicit-constructor): so that listen("x") reads well
        : LocalName(Private::toQString(text))
    { }

    /*! Returns the generic name \a name. */
    static LocalName generic(const QString &name);

    /*! Returns the name for the path \a path of a file on Unix, or of a pipe on Windows. */
    static LocalName path(const QString &path);

    /*! Returns the abstract name \a name on Linux, or the pipe of that name on Windows. */
    static LocalName namespaced(const QString &name);

    /*! Returns the system name \a name. */
    static LocalName system(const QString &name);

    /*! Returns \c true if this platform has names of \a kind. */
    static bool isSupported(Kind kind) noexcept;

    /*! Returns the kind of the name. */
    Kind kind() const noexcept { return m_kind; }

    /*! Returns the name without the prefix of its kind: \c app for \c @app and \c system:/app. */
    QString name() const { return m_name; }

    /*! Returns \c true if the name is empty. */
    bool isEmpty() const noexcept { return m_name.isEmpty(); }

    /*! Returns the string from which this name can be constructed again. */
    QString toString() const;

    /*!
        Returns the place of the name on this system, for other programs and users.

        It is a path or an abstract name such as \c @name. It is empty if this platform or this
        user has no place for the name. Creates nothing.
    */
    QString fullName() const;

    /*! Returns \c true if \a a and \a b have the same kind and name. */
    friend bool operator==(const LocalName &a, const LocalName &b) noexcept
    {
        return a.m_kind == b.m_kind && a.m_name == b.m_name;
    }

    /*! Returns \c true if \a a and \a b differ in kind or name. */
    friend bool operator!=(const LocalName &a, const LocalName &b) noexcept { return !(a == b); }

private:
    LocalName(Kind kind, const QString &name) : m_kind(kind), m_name(name) { }

    Kind m_kind = Kind::Generic;
    QString m_name;
};

} // namespace QtInterprocess
