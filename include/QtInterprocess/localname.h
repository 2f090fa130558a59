// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

namespace QtInterprocess {

/*!
    The name of a local server. A value type, made from a string wherever a name is asked for; a kind and a name, and never more.

    \table
    \header \li string \li kind \li where it is
    \row \li \c org.example.App \li Generic \li Unix: a place of the user's own, see below.
         Windows: the pipe \c{\\\\.\\pipe\\org.example.App-}\e SID, with the SID of the user.
    \row \li \c /run/app.sock, \c ./app.sock, \c ../app.sock, \c{\\\\.\\pipe\\app} \li Path \li Unix: that path, if it
         has slashes. Windows: that pipe, if it has backslashes; to connect also one of another machine.
    \row \li \c @app \li Namespaced \li Linux: the abstract name \c app, outside of any file system. Windows: the pipe
         \c{\\\\.\\pipe\\app}.
    \row \li \c system:/app, which is LocalName::system("app") \li System \li Linux: \c{/run/app}. Other Unix:
         \c{/var/run/app}. Windows: the pipe \c{\\\\.\\pipe\\app}.
    \endtable

    Names of pipes are at most 256 characters, the \c{\\\\.\\pipe\\} with them, and do not tell upper from lower case.

    \section1 Where generic names are on Unix
    All programs of one user look in the same places, in this order. A folder counts only if it belongs to the user and no
    one else may write to it; a symbolic link does not count.

    \list 1
    \li \c $XDG_RUNTIME_DIR. If it counts, and is not the next one, there are no other places.
    \li \c{/run/user/}\e uid.
    \li \c qtinterprocess-\e uid in \c $TMPDIR or \c /tmp. A server makes it, with mode 0700, if it is missing. It does not
         count if others can exchange it: its parent has to belong to root or the user, and to have the sticky bit if
         others may write to it.
    \li Linux, if 1 and 2 do not count: the abstract name \c{@qtinterprocess-}\e uid\c{/}\e name, or a hash of the name if it
         is too long. Anybody can make the folder in \c /tmp first; this is the second choice.
    \endlist

    A server listens in the first place that can be had, and fails with Error::NameInUse if a server of the user is in
    another one. If two start while somebody changes a place, none may succeed; two never do. A client tries all places.
    Both sides check the user ID of the other, see LocalSocket::setRequiredServer() and Access. A server with another access than
    Access::User fails with Error::Unsupported: other users could not reach it.

    A stranger can take the abstract name as well. Then \c listen() and connecting fail with Error::AccessDenied, and
    the message says who has it. A stranger who holds it and answers nobody gives Error::NameInUse. Set
    \c $XDG_RUNTIME_DIR to rule that out.

    A setuid program ignores both variables. In a user namespace without a mapping for the user there are no generic names:
    the system cannot tell the user from others.

    \section1 Names for the whole system
    The programs of all users find a service by a system name. It may have parts: \c system:/app/control.

    On Unix root alone may make files there, so nobody else can take the name. A service of another user gets a folder of its
    own, as from \c{RuntimeDirectory=app} of systemd, and listens on \c system:/app/control. On Windows any program can make the
    pipe first. Then \c listen() fails with Error::NameInUse; clients are safe with LocalSocket::setRequiredServer(Access::User),
    which services of the system pass.

    As everywhere, Access::User is the default: call \c setAccess() to let other users in, and
    Server::setConnectionFilter() to choose among them.

    \code
    LocalServer server;
    server.setAccess(Access::group("docker"));
    server.listen(LocalName::system("org.example.Daemon"));
    \endcode

    All these rules are stable: a name means the same in every later version. LocalName does no I/O; whether a
    name can be used turns out when it is used.
*/
class QTINTERPROCESS_EXPORT LocalName
{
    Q_GADGET
    Q_PROPERTY(Kind kind READ kind CONSTANT)
    Q_PROPERTY(QString name READ name CONSTANT)

public:
    enum class Kind : int { Generic, Path, Namespaced, System };
    Q_ENUM(Kind)

    LocalName() = default;

    /*! The name that \a string means by the table above. */
    LocalName(const QString &string); // NOLINT(google-explicit-constructor): so that listen(string) reads well

    /*!
        The same for every kind of text that can stand for a QString: \c{"x"} (unless \c QT_NO_CAST_FROM_ASCII is defined),
        QLatin1StringView, QStringView, \c{a % b} with \c QT_USE_QSTRINGBUILDER.
    */
    template <typename Text, std::enable_if_t<Private::isText<Text>, bool> = true>
    LocalName(const Text &text) // NOLINT(google-explicit-constructor): so that listen("x") reads well
        : LocalName(Private::toQString(text))
    { }

    static LocalName generic(const QString &name);
    static LocalName path(const QString &path);
    static LocalName namespaced(const QString &name);
    static LocalName system(const QString &name);

    /*! Returns \c true if names of \a kind exist on this platform. */
    static bool isSupported(Kind kind) noexcept;

    Kind kind() const noexcept { return m_kind; }

    /*! The name without the mark of its kind: \c app for \c @app and \c system:/app. */
    QString name() const { return m_name; }
    bool isEmpty() const noexcept { return m_name.isEmpty(); }

    /*! The string that makes this name again. */
    QString toString() const;

    /*!
        Where the name is on this system, for other programs and for people: a path, or \c @name. Empty if this
        platform or this user has no place for it. Makes nothing.
    */
    QString fullName() const;

    friend bool operator==(const LocalName &a, const LocalName &b) noexcept
    {
        return a.m_kind == b.m_kind && a.m_name == b.m_name;
    }
    friend bool operator!=(const LocalName &a, const LocalName &b) noexcept { return !(a == b); }

private:
    LocalName(Kind kind, const QString &name) : m_kind(kind), m_name(name) { }

    Kind m_kind = Kind::Generic;
    QString m_name;
};

} // namespace QtInterprocess
