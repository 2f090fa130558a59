// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/access.h>
#include <QtInterprocess/credentials.h>
#include <QtInterprocess/error.h>
#include <QtInterprocess/instancerequest.h>

#include <QtCore/qobject.h>
#include <QtCore/qshareddata.h>
#include <QtCore/qstringlist.h>

#include <memory>

namespace QtInterprocess {

class SingleInstanceOptionsData;
class SingleInstancePrivate;

/*!
    Lets a program run once: later starts forward their request to the first process, then end.

    Use it in \c main() of a program that handles all its starts in one process. The first process
    is the \e primary. Each later start is a \e secondary: forward() sends its request to the
    primary and returns the exit code of the answer.

    \code
    int main(int argc, char **argv)
    {
        QGuiApplication app(argc, argv); // may come after the next two lines as well
        SingleInstance instance(QStringLiteral("org.example.App"));
        if (instance.isSecondary())
            return instance.forward();
        MainWindow window;
        const auto serve = [&](const InstanceRequest &request) {
            window.open(request.arguments(), request.workingDirectory());
            activateWindow(&window, request);
        };
        QObject::connect(&instance, &SingleInstance::requestReceived, &window, serve);
        return app.exec();
    }
    \endcode

    \section1 Primary and secondary
    For each ID and Options::scope, exactly one process is the primary, however many start at
    once. It is the one that listens on the name derived from them. The name belongs to the
    process and is free as soon as that process has ended, for whatever reason. No file, lock or
    shared memory remains that could block the next start.

    An ID may have any length and any characters; the name contains a hash of it. By default both
    processes must run as the same user, and both check this. For other users see
    \l{One for the machine}.

    The constructor returns when the role is certain. It waits only for a primary that does not
    respond, because that one is still starting, busy or hung. It waits at most Options::timeout.
    If the primary ends in this time, this process can take its place.

    \section1 Forwarded data
    A request contains:

    \list
    \li the arguments, byte by byte (setArguments())
    \li the working directory
    \li the token that lets a window come to the front (see activateWindow())
    \li chosen environment variables (setForwardedEnvironment())
    \li a payload of your own (setPayload())
    \endlist

    The primary receives an InstanceRequest from its event loop. It answers with an exit code,
    immediately or later.

    A request waits in the primary until a slot is connected to requestReceived(). If this takes
    longer than the secondary's timeout, forward() fails with TimedOut and the request is not
    served. Until then the request stays in its socket. The primary buffers at most 64 KiB of
    each, and accepts no further connection while 100 requests wait.

    \section1 Errors
    The library never ends the program. If forward() gets no answer, it returns failureCode(), and
    error() holds the reason. The role stays \c Secondary.

    \table
    \header \li situation \li error() \li isAcknowledged()
    \row \li the primary does not respond in time \li TimedOut \li \c false
    \row \li the request is larger than the primary accepts \li MessageTooLarge \li \c false
    \row \li the primary ends before it takes the request \li PeerClosed \li \c false
    \row \li the primary ends before it answers \li PeerClosed \li \c true: outcome unknown
    \row \li no answer within replyTimeout() \li TimedOut \li \c true: outcome unknown
    \row \li Scope::Machine: the primary runs as another user \li AccessDenied \li \c false
    \endtable

    If no name is available, the role is \c Undecided, or \c Secondary with
    \c Options::refusesWhenUndecided. The reason is in error(). Either there is no directory for
    the name, or no free file descriptor, or other users hold all its places (see LocalName).

    A request is served at most once. If isAcknowledged() is \c false, the primary has not served
    the request and never will. This is true even if it was only stopped and continues later. The
    program may then do the work itself. If isAcknowledged() is \c true without an answer, the
    primary may have served the request.

    Primary and secondary must use the same version of the protocol. If the owner of the name uses
    another version, or is not a SingleInstance, the secondary fails with InvalidMessage.

    \section1 Succession
    A secondary can wait to become the primary: call setWaitsForSuccession(true). becamePrimary()
    is emitted when the primary ends, crashes or calls release(). If several secondaries wait, one
    of them becomes the primary. If a foreign program owns the name and closes every connection,
    retries slow down to one per second.

    \section1 Taking over
    A newer version, or a start with \c{--replace}, can replace the running primary. takeOver()
    asks the primary, which emits replaceRequested(). The answer 0 consents; it is also sent if
    the slot does not answer. Any other answer refuses:

    \code
    const auto decide = [&](const InstanceRequest &request) {
        if (window.saveAll())
            QCoreApplication::quit(); // the answer is 0 when the slot returns
        else
            request.reply(1);
    };
    connect(&instance, &SingleInstance::replaceRequested, &window, decide);
    \endcode

    On the answer 0 the primary gives up its role as by release(), before the secondary receives
    the answer. If no slot is connected to replaceRequested(), the primary cannot consent.

    TakeOver::EndIfSilent and TakeOver::EndAlways can end the primary's process. Only the process
    that serves the name is ended, and only if it runs as this user. A system handle identifies
    it, so a process that reuses its process ID is safe. This needs Linux 5.3 or Windows. Before
    Linux 6.5 (\c SO_PEERPIDFD) it also needs \c /proc, which must show the open files of that
    process. On other systems takeOver() fails with Unsupported where it would end a process.

    \section1 One for the machine
    With Scope::Machine there is one primary for all users: the first process of any user. This
    scope separates processes and protects nothing. Any user can take the name and never answer.
    primary() and Error::peer() identify the process.

    A request contains arguments, directory and variables. So forward() fails by default with
    AccessDenied if the primary runs as another user. The primary does not serve requests of other
    users either. Options::access opens each side; InstanceRequest::sender() identifies the user.
    Root and the Windows system account are always trusted.

    \table
    \header \li platform \li the name
    \row \li Linux \li an abstract socket; each network namespace has its own
    \row \li Windows \li a named pipe
    \row \li others \li not supported: the role is \c Undecided, with Unsupported
    \endtable

    \section1 Lost names
    Where the name is a file, a cleaner of temporary directories can remove it. The primary
    restores it within a second, from its event loop. If another process owns the name by then,
    role() becomes \c Undecided, error() is NameLost, and nameLost() is emitted. Requests that
    were received can still be answered.

    \section1 Threads and platforms
    Use the object in the thread it lives in. Only the constructor, forward(),
    waitForPrimaryToEnd() and takeOver() block. They need neither an event loop nor a
    QCoreApplication.

    Programs in Flatpak sandboxes meet in the directory that their sandboxes share. System calls:
    those of LocalServer and LocalSocket.

    \sa InstanceRequest, activateWindow()
*/
class QTINTERPROCESS_EXPORT SingleInstance : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Role role READ role NOTIFY roleChanged)
    Q_PROPERTY(bool isPrimary READ isPrimary NOTIFY roleChanged)
    Q_PROPERTY(bool isSecondary READ isSecondary NOTIFY roleChanged)

public:
    /*! The role of this process. */
    enum class Role : int {
        Undecided, //!< No role: it could not be determined, the name was lost (see error()), or release() was called.
        Primary, //!< This process owns the name and serves the requests.
        Secondary, //!< Another process owns the name; forward() sends it a request.
    };
    Q_ENUM(Role)

    /*! The processes among which one is the primary. */
    enum class Scope : int {
        User, //!< One primary for each user of the machine.
        Session, //!< One primary for each session; two logins of one user have one each.
        Machine, //!< One primary for all users; see "One for the machine".
    };
    Q_ENUM(Scope)

    /*! The policy of takeOver() for a primary that does not consent. */
    enum class TakeOver : int {
        WithConsent, //!< Nothing: the primary stays.
        EndIfSilent, //!< End it if it does not respond. It stays if it refuses, needs time, or cannot be asked.
        EndAlways, //!< End it.
    };
    Q_ENUM(TakeOver)

    /*! How an instance is elected: an implicitly shared value. Construct it, then set what should differ from the defaults. */
    class QTINTERPROCESS_EXPORT Options
    {
    public:
        /*! Constructs the default options. */
        Options();
        Options(const Options &other);
        Options(Options &&other) noexcept;
        Options &operator=(const Options &other);
        Options &operator=(Options &&other) noexcept;
        ~Options();

        /*! The processes among which there is one primary. The default is \c Scope::User. */
        Scope scope() const noexcept;
        void setScope(Scope scope);

        /*! How long a primary may take to respond, in ms; −1 waits forever. The default is 5000 ms. */
        int timeout() const noexcept;
        void setTimeout(int msecs);

        /*!
            If \c true, a process that cannot find out its role is a \c Secondary and does not start. The default is
            \c false: its role is \c Undecided.
        */
        bool refusesWhenUndecided() const noexcept;
        void setRefusesWhenUndecided(bool on);

        /*!
            With Scope::Machine: the users whose requests are served, and to whom requests are forwarded. The default
            is Access::User. Ignored in the other scopes.
        */
        Access access() const;
        void setAccess(const Access &access);

    private:
        QSharedDataPointer<SingleInstanceOptionsData> d;
    };

    /*!
        Determines the role for the program \a id, with default options and \a parent.

        An ID looks like \c org.example.App, for example.
    */
    explicit SingleInstance(const QString &id, QObject *parent = nullptr);

    /*!
        Determines the role for the program \a id, with \a options and \a parent.

        Blocks at most Options::timeout.
    */
    SingleInstance(const QString &id, const Options &options, QObject *parent = nullptr);

    /*!
        Destroys the instance; a primary frees its name. In the secondaries, requests without an
        answer fail with PeerClosed.
    */
    ~SingleInstance() override;

    /*! Returns the role of this process. */
    Role role() const noexcept;

    /*! Returns \c true if the role is \c Primary. */
    bool isPrimary() const noexcept { return role() == Role::Primary; }

    /*! Returns \c true if the role is \c Secondary. */
    bool isSecondary() const noexcept { return role() == Role::Secondary; }

    /*! Returns the ID of the program, as passed to the constructor. */
    QString id() const;

    /*!
        Returns why the role is \c Undecided or why the last call failed; otherwise no error.

        The code is NameLost if a primary lost its name. Error::peer() is the primary that the
        error is about.
    */
    Error error() const;

    // ---- secondary

    /*!
        Returns the process that is the primary, as the system reported it at the last connection.

        This includes a primary that does not respond and one of another user. All fields are
        empty if there was no connection, or if this process is not a secondary. After the
        connection has closed, the process may have ended.
    */
    PeerCredentials primary() const;

    /*!
        Sets the \a arguments to forward; by default those of the process, byte by byte.

        macOS, FreeBSD and OpenBSD do not keep these. There the default is the arguments of
        QCoreApplication at construction, or none if no application exists yet.
    */
    void setArguments(const QStringList &arguments);

    /*! Sets the \a names of the environment variables to forward; none by default. */
    void setForwardedEnvironment(const QStringList &names);

    /*! Sets the bytes \a payload to forward, whose meaning the program defines; none by default. */
    void setPayload(const QByteArray &payload);

    /*!
        Sends the request to the primary, blocks until the answer, and returns its exit code.

        If no answer arrives, returns failureCode(), and error() holds the reason. The primary
        must acknowledge the request within Options::timeout. The answer may then take up to
        replyTimeout().

        You may call it any number of times; each call sends a new request. error(),
        isAcknowledged() and reply() refer to the last call. If no primary responded to the
        constructor, the first call fails at once with the constructor's error. Later calls try
        again.
    */
    int forward();

    /*!
        Does the same as forward() within \a msecs in total, including the answer; −1 is forever.

        Options::timeout and replyTimeout() do not apply. The call always tries, even if no
        primary responded to the constructor.
    */
    int forward(int msecs);

    /*!
        Returns \c true if the last call told the primary to serve the request.

        If \c false, the request was not served and never will be. If \c true and forward()
        failed, the outcome is unknown: the primary ended, or did not answer in time.
    */
    bool isAcknowledged() const noexcept;

    /*! Returns the data that the primary sent with its answer. */
    QByteArray reply() const;

    /*!
        Returns the time allowed between acknowledgement and answer, in ms; −1 (default) is
        forever.
    */
    int replyTimeout() const noexcept;

    /*! Sets the time allowed between acknowledgement and answer to \a msecs. */
    void setReplyTimeout(int msecs) noexcept;

    /*! Returns the value that forward() returns if no answer arrives; 1 by default. */
    int failureCode() const noexcept;

    /*! Sets the value that forward() returns if no answer arrives to \a code. */
    void setFailureCode(int code) noexcept;

    /*!
        Returns \c true if a secondary becomes the primary when the primary ends; \c false by
        default.
    */
    bool waitsForSuccession() const noexcept;

    /*!
        Sets whether a secondary becomes the primary when the primary ends to \a on. Needs the
        event loop.
    */
    void setWaitsForSuccession(bool on);

    /*!
        Blocks until the primary has ended or has given up its role, then tries to become the
        primary.

        Use it in a program that restarts itself. The call waits at most \a msecs (−1 is forever),
        also for a primary that does not respond.

        Returns \c true if the primary has gone. The role is then \c Primary, or \c Secondary if
        another process was faster. The signals becamePrimary() and roleChanged() are emitted
        later, from the event loop. Otherwise returns \c false, and error() holds the reason:
        TimedOut, for example, or InvalidOperation if this process is not a secondary.

        The old process may need a moment more to end. Before you replace its files, watch
        primary() with a ProcessWatcher.
    */
    bool waitForPrimaryToEnd(int msecs = 30000);

    /*!
        Becomes the primary in place of the current one; see "Taking over". Blocks.

        If the primary does not consent, \a policy decides whether its process is ended.

        \a msecs limits each step: the question, SIGTERM, SIGKILL, and the election. The request
        contains the same data as that of forward(). Use setPayload() to say what replaces what.

        Returns \c true if this process is the primary now. becamePrimary() and roleChanged() are
        emitted later, from the event loop. On \c false the role is \c Secondary as before, and
        error() is one of these:

        \list
        \li AccessDenied: the primary refuses, and reply() holds its data; or it runs as another
            user.
        \li TimedOut: the primary does not respond, or does not decide in time. If
            isAcknowledged() is \c true, it has received the request and may still give up its
            role.
        \li Unsupported: no slot is connected to its replaceRequested(). Or it would have to be
            ended, and the system cannot identify its process.
        \li NameInUse: another process was faster.
        \li InvalidMessage: the owner of the name is not a SingleInstance. It is never ended.
        \li InvalidOperation: this process is not a secondary, or the primary is in this process.
        \endlist
    */
    bool takeOver(TakeOver policy = TakeOver::WithConsent, int msecs = 5000);

    // ---- primary

    /*!
        Returns the largest request that the primary accepts, in bytes; 0 is unlimited, the
        default is 16 MiB.

        A secondary does not send a larger request; it fails with MessageTooLarge.
    */
    qint64 maximumRequestSize() const noexcept;

    /*! Sets the largest request that the primary accepts to \a size bytes. */
    void setMaximumRequestSize(qint64 size);

    /*!
        Gives up the role of the primary and frees the name; the role becomes \c Undecided.

        A waiting secondary can then become the primary. Requests that were received can still be
        answered.
    */
    void release();

Q_SIGNALS:
    /*!
        Emitted in the primary when another start of the program has sent \a request.

        Requests that arrive before a slot is connected are kept.
    */
    void requestReceived(const QtInterprocess::InstanceRequest &request);

    /*!
        Emitted in the primary when another start of the program asks by \a request to replace it.

        The answer 0 consents, any other refuses; see "Taking over".
    */
    void replaceRequested(const QtInterprocess::InstanceRequest &request);

    /*! Emitted when a secondary has become the primary, after roleChanged(). */
    void becamePrimary();

    /*! Emitted when role() has changed after construction. */
    void roleChanged();

    /*!
        Emitted after roleChanged() when another process owns the name of this primary; see "Lost
        names".
    */
    void nameLost();

protected:
    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

    /*! Serves kept requests when a slot was connected to \a signal. */
    void connectNotify(const QMetaMethod &signal) override;

private:
    friend class SingleInstancePrivate;
    Q_DISABLE_COPY_MOVE(SingleInstance)

    std::unique_ptr<SingleInstancePrivate> m_d;
};

} // namespace QtInterprocess
