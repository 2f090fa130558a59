// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qiodevice.h>
#include <QtCore/qstringlist.h>

#include <memory>

QT_BEGIN_NAMESPACE
class QProcess;
QT_END_NAMESPACE

namespace QtInterprocess {

class ChildHandlesPrivate;

/*!
    Passes handles to one child process, and to no other process.

    Use it to give a child a connection besides its standard streams. The child takes a handle by
    a name:

    \code
    // The parent:
    UnixSocket socket;
    ChildHandles handles;
    handles.add(socket.createPeer(), QStringLiteral("control"));
    handles.start(process);

    // The child:
    UnixSocket socket;
    socket.adopt(ChildHandles::take(QStringLiteral("control")));
    \endcode

    A child that does not use this library takes the handle by a number. Tell it the number, for
    example by an argument:

    \code
    PipeReader reader;
    ChildHandles handles;
    const qintptr number = handles.add(reader.createPipe());
    process.setArguments({ QStringLiteral("--report-to"), QString::number(number) });
    handles.start(process);
    \endcode

    The child uses the number: \c {PipeWriter::adopt(OwnedHandle(number))},
    \c {os.fdopen(number)}, \c {echo done >&3}.

    When start() returns, this process has closed its copies. So the connection ends when the
    child closes its own.

    Other children that any thread starts meanwhile inherit none of the handles. Windows has one
    exception: code in another thread that starts a process at that moment without a list of
    handles, as QProcess does. Such a process inherits every inheritable handle.

    \section1 Names
    start() passes the names in the environment variable \c QTINTERPROCESS_HANDLES. In the child,
    the first call of take() or names() reads and removes that variable, and makes these handles
    non-inheritable. So grandchildren get neither.

    An entry is used only if this process has inherited the handle that the parent added:

    \table
    \header \li platform \li checked \li so the child may be started
    \row \li Unix \li inherited, number above 2, the same device and inode as in the parent
        \li by a shell or wrapper in between
    \row \li Windows \li inheritable, no standard stream, this process was started by the parent
        \li only directly
    \endtable

    For any other entry take() fails; the number is neither used nor closed. The format of the
    variable is \c {name=number,stamp;name=number,stamp}, so that children in other languages can
    read it.

    \section1 Platforms
    \table
    \header \li aspect \li Unix \li Windows
    \row \li numbers 0 to 2 \li standard input, output, error \li the same
    \row \li other numbers \li descriptors, chosen by you or the next free ones
        \li the value of the handle; a chosen number is refused
    \row \li method \li between fork and exec \li \c PROC_THREAD_ATTRIBUTE_HANDLE_LIST
    \endtable

    \section1 Ownership and threads
    The object owns its handles until start() or clear(). It can be moved, but not copied. It is
    not thread-safe. Nothing blocks.

    System calls: \c fcntl(F_DUPFD_CLOEXEC), \c dup2; \c SetHandleInformation,
    \c UpdateProcThreadAttribute.

    \sa OwnedHandle, PipeSocket
*/
class QTINTERPROCESS_EXPORT ChildHandles
{
public:
    /*! Stands for the next free number in add(). */
    static constexpr int AnyNumber = -1;

    /*! Constructs an object without handles. */
    ChildHandles();

    /*! Takes the handles of \a other. */
    ChildHandles(ChildHandles &&other) noexcept;

    /*! Closes the current handles and takes those of \a other. */
    ChildHandles &operator=(ChildHandles &&other) noexcept;

    /*! Closes the handles that were not passed to a child. */
    ~ChildHandles();

    /*!
        Adds \a handle, and returns its number in the child.

        On failure returns OwnedHandle::Invalid, sets error() and closes \a handle. It fails if
        the handle is invalid, if \a number is taken, or if the platform does not let you choose
        it.
    */
    qintptr add(OwnedHandle handle, int number = AnyNumber);

    /*!
        Adds \a handle, which the child takes by \a name with take(), and returns its number
        there.

        A name has 1 to 255 of the characters A-Z, a-z, 0-9, \c -, \c _ and \c . (otherwise
        InvalidName). Each name can be used once.
    */
    qintptr add(OwnedHandle handle, const QString &name);

    /*!
        Starts \a process in \a mode with these handles, and closes the handles of this process.

        Set up \a process otherwise before the call. The handles are closed even if the process
        cannot be started. A modifier that \a process has already is called first, and its
        environment is kept. On Unix, if the handles cannot be put in place, the child ends with
        127 before its program begins.
    */
    void start(QProcess &process, QIODevice::OpenMode mode = QIODevice::ReadWrite);

    /*!
        Puts all handles in place, in the child before \c exec(), for programs that call
        \c fork().

        It only calls functions that are safe there. Returns 0, or the \c errno of the failed
        call. Always fails on Windows.
    */
    int applyInChild() const noexcept;

    /*!
        Returns the value that the child needs in \c QTINTERPROCESS_HANDLES; empty if there are no
        names.

        Use it in programs that do not call start().
    */
    QByteArray environmentValue() const;

    /*! The name of the environment variable that passes names to the child. */
    static constexpr char EnvironmentVariable[] = "QTINTERPROCESS_HANDLES";

    /*!
        Takes the handle that the parent has added as \a name; call it in the child.

        The returned handle is not inheritable. On failure returns an invalid handle and sets
        \a error:

        \list
        \li NotFound: no handle has that name, or it was taken already.
        \li InvalidOperation: the environment is malformed, or that of another process.
        \endlist

        The first call of take() or names() changes the environment. Make it before other threads
        read the environment. Otherwise thread-safe.
    */
    static OwnedHandle take(const QString &name, Error *error = nullptr);

    /*! Returns the names that can be taken; call it in the child. */
    static QStringList names();

    /*! Closes and removes all handles. */
    void clear();

    /*! Returns \c true if there are no handles. */
    bool isEmpty() const noexcept;

    /*! Returns the reason why the last add() failed. */
    Error error() const;

private:
    Q_DISABLE_COPY(ChildHandles)

    std::unique_ptr<ChildHandlesPrivate> m_d;
};

} // namespace QtInterprocess
