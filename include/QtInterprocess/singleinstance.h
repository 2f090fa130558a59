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
    Lets a program run once: the first one is the primary, and every further start hands over what it was started for, and ends with the
    answer.

    \code
    int main(int argc, char **argv)
    {
        QGuiApplication app(argc, argv); // may come after the next two lines as well
        SingleInstance instance(QStringLiteral("org.example.App"));
        if (instance.isSecondary())
            return instance.forward();
        MainWindow window;
        QObject::connect(&instance, &SingleInstance::requestReceived, &window, [&](const InstanceRequest &request) {
            window.open(request.arguments(), request.workingDirectory());
            activateWindow(&window, request);
        });
        return app.exec();
    }
    \endcode

    \section1 Who is the primary
    Exactly one process of an id and scope() is, however many are started at once: who listens on a name that is made of both. The name
    belongs to the process, so it is free as soon as that has ended, by whatever means; no file, lock or shared memory is left that
    could be in the way. Ids may be of any length and hold any character; names are told apart by a hash of them. The other process has to
    run as the same user, which both sides check; see \l{One for the machine} for others.

    The constructor decides this and does not return before it is certain. It does not wait for anything, but in one case: a primary is there that does
    not respond, because it is still starting, busy, or hung. Then it waits up to timeout. A primary that ends in this time is
    succeeded.

    \section1 What is forwarded
    The arguments, byte by byte; the working directory; the token by which a window may come to the front; chosen variables of the
    environment (setForwardedEnvironment()), and a payload of your own (setPayload()). The primary gets an InstanceRequest from its event
    loop, and answers with an exit code, at once or when it likes.

    A request waits in the primary until a slot is connected to requestReceived(). If that takes longer than the timeout of the secondary, forward()
    fails with TimedOut, and the request is not served. Until then it waits in its socket: the primary holds at most 64 KiB of each, and
    accepts no further connection while 100 requests wait.

    \section1 When something is wrong
    Nothing is decided for you, and the library never ends the program:

    \table
    \header \li what                                  \li role()       \li forward()                          \li isAcknowledged()
    \row    \li the primary does not respond in time  \li Secondary    \li returns failureCode(), TimedOut    \li \c false
    \row    \li the request is larger than it takes   \li Secondary    \li returns failureCode(), MessageTooLarge \li \c false
    \row    \li the primary ends before it takes the request \li Secondary \li returns failureCode(), PeerClosed \li \c false
    \row    \li the primary ends before it answers    \li Secondary    \li returns failureCode(), PeerClosed  \li \c true: in doubt
    \row    \li no answer within replyTimeout()       \li Secondary    \li returns failureCode(), TimedOut    \li \c true: in doubt
    \row    \li the primary is that of another user (Scope::Machine) \li Secondary \li returns failureCode(), AccessDenied \li \c false
    \row    \li no name can be had: no folder for it, out of descriptors, all its places (see LocalName) taken by other users \li Undecided; or Secondary, if
                                                                          \c Options::refusesWhenUndecided   \li returns failureCode(), error() \li \c false
    \endtable

    A request is served at most once. If isAcknowledged() is \c false, the primary has not served the request and never will, even if it was only
    stopped and goes on later: the program may start all the same. If it is \c true without an answer, the primary may have served the request.

    Primary and secondary have to speak the same version of the protocol between them. A secondary that meets another version, or a program that is
    no instance at all, fails with InvalidMessage.

    \section1 Succession
    A secondary that does not want to end can wait for its turn: setWaitsForSuccession(), and becamePrimary() follows when the primary ends, crashes or
    calls release(). Of several that wait, one gets it. If the name belongs to a program that is no instance, and closes every connection, the attempts
    become rarer: one per second in the end.

    \section1 Taking over
    A newer version, or a start with \c{--replace}, can become the primary in place of the one that is there. takeOver() asks that one, which
    emits replaceRequested(). A slot consents by the answer 0, also by not answering at all, and refuses by any other:

    \code
    connect(&instance, &SingleInstance::replaceRequested, &window, [&](const InstanceRequest &request) {
        if (window.saveAll())
            QCoreApplication::quit(); // the answer is 0 when the slot returns
        else
            request.reply(1);
    });
    \endcode

    On the answer 0 the primary gives up its role as by release(), before the other process gets the answer. A primary without a slot for
    replaceRequested() cannot be asked.

    TakeOver::EndIfSilent ends a primary that hangs. Only the process that serves the name is ever ended, and only if it runs as this user. The system
    identifies it by a handle, so a process that got the number of an ended one is safe. That needs Linux 5.3 or Windows. Before Linux 6.5
    (\c SO_PEERPIDFD) it also needs \c /proc, which has to show the process's open files. Elsewhere takeOver() fails with Unsupported where it
    would end a process.

    \section1 One for the machine
    With Scope::Machine there is one primary for all users. Whichever user starts the program first is the primary. So this scope keeps programs apart,
    and protects nothing: any user can take the name and answer nobody. primary() and Error::peer() tell who it is.

    By default forward() fails with AccessDenied if the primary is a process of another user, because a request has arguments, directory and
    variables in it. The primary serves no request of another user either. Options::access opens each side; InstanceRequest::sender() tells the
    user. Root, and the system account of Windows, are always trusted.

    The name is an abstract socket on Linux, which each network namespace has of its own, and a pipe on Windows. Elsewhere the role is
    \c Undecided, with Unsupported.

    \section1 Names that are taken away
    Where the name is a file, a cleaner of temporary folders can remove it. The primary makes it again within a second, in its event loop.
    If another process has the name by then, this one is \c Undecided from then on, error() is NameLost, and nameLost() is emitted. Requests that
    were received are still to be answered.

    Thread: the one that the object lives in. The constructor, forward(), waitForPrimaryToEnd() and takeOver() block as said; nothing else does. They
    need no event loop and no QCoreApplication. Programs in a Flatpak sandbox meet in the folder that their sandboxes share. System calls: those of LocalServer and LocalSocket.
*/
class QTINTERPROCESS_EXPORT SingleInstance : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Role role READ role NOTIFY roleChanged)
    Q_PROPERTY(bool isPrimary READ isPrimary NOTIFY roleChanged)
    Q_PROPERTY(bool isSecondary READ isSecondary NOTIFY roleChanged)

public:
    enum class Role : int {
        Undecided, //!< It could not be found out, or the name was lost, see error(); or release() was called.
        Primary,
        Secondary,
    };
    Q_ENUM(Role)

    enum class Scope : int {
        User, //!< One for each user of the machine.
        Session, //!< One for each session: two logins of one user have their own.
        Machine, //!< One for all users, see "One for the machine".
    };
    Q_ENUM(Scope)

    /*! What takeOver() may do with a primary that does not consent. */
    enum class TakeOver : int {
        WithConsent, //!< Nothing.
        EndIfSilent, //!< End it if it does not respond. One that refuses, takes its time, or cannot be asked stays the primary.
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

    /*! Of the program \a id, \c org.example.App say, with the default options. */
    explicit SingleInstance(const QString &id, QObject *parent = nullptr);
    SingleInstance(const QString &id, const Options &options, QObject *parent = nullptr);

    /*! Of a primary: frees the name. Requests that were not answered fail with PeerClosed over there. */
    ~SingleInstance() override;

    Role role() const noexcept;
    bool isPrimary() const noexcept { return role() == Role::Primary; }
    bool isSecondary() const noexcept { return role() == Role::Secondary; }

    QString id() const;

    /*!
        Why the role is \c Undecided (NameLost if it was \c Primary), or the last call failed; no error otherwise. Error::peer() is the primary that it
        was about.
    */
    Error error() const;

    // ---- secondary

    /*!
        The process that is the primary, as the system has told when this one last connected to it. Also of one that does not respond, and of
        another user. All empty if there was no connection, and if this is no secondary. With a connection that is over, the process
        may have ended.
    */
    PeerCredentials primary() const;

    /*!
        What is forwarded as arguments; by default those of the process, as it got them. Where the system does not keep these (macOS, FreeBSD,
        OpenBSD) they are those of QCoreApplication when this object is made, and none if there is no application yet.
    */
    void setArguments(const QStringList &arguments);

    /*! Variables of the environment that are forwarded, by name; none by default. */
    void setForwardedEnvironment(const QStringList &names);

    /*! Bytes for the primary, of whatever meaning; none by default. */
    void setPayload(const QByteArray &payload);

    /*!
        Hands the request to the primary and blocks until it is answered. Returns the exit code of the answer; failureCode() if there is
        none, and error() tells why. The primary has to acknowledge the request within timeout, and may then take its time: up to
        replyTimeout().

        May be called any number of times. Each call sends a request of its own; error(), isAcknowledged() and reply() are those of the last
        call. If no primary has responded to the constructor, the first call fails with the constructor's error at once; later calls try again.
    */
    int forward();

    /*!
        The same, in \a msecs at most for all of it, the answer included; −1: for ever. The timeout of the options and replyTimeout() do not count. Always
        tries, also if the constructor has found no primary that responds.
    */
    int forward(int msecs);

    /*!
        The primary was told to serve the request. If \c false, the request has not been served and never will be. If \c true and forward() has
        failed, the outcome is in doubt: the primary has ended or has not answered in time.
    */
    bool isAcknowledged() const noexcept;

    /*! What the primary has sent with its answer. */
    QByteArray reply() const;

    /*! How long the answer may take after the acknowledgement, in ms; −1, for ever, by default. */
    int replyTimeout() const noexcept;
    void setReplyTimeout(int msecs) noexcept;

    /*! What forward() returns without an answer; 1 by default. */
    int failureCode() const noexcept;
    void setFailureCode(int code) noexcept;

    /*! Whether a secondary becomes the primary when there is none any more; \c false by default. Needs the event loop. */
    bool waitsForSuccession() const noexcept;
    void setWaitsForSuccession(bool on);

    /*!
        Blocks until the primary has ended or has given up its role, \a msecs at most (−1: for ever); then stands for election. Returns \c true if
        the primary has gone: role() is \c Primary now, or still \c Secondary if another process was faster. Returns \c false, and error() says
        why: TimedOut, InvalidOperation if this is no secondary. A primary that does not respond is waited for as well.

        For a program that starts itself anew. becamePrimary() and roleChanged() follow from the event loop. The process may need a moment more to
        end: to exchange its files, watch primary() by a ProcessWatcher.
    */
    bool waitForPrimaryToEnd(int msecs = 30000);

    /*!
        Becomes the primary in place of the one that is there, see "Taking over". Blocks. Asking takes \a msecs at most, and so does each of what may
        follow: SIGTERM, SIGKILL, and the election. Returns \c true if this instance is the primary now; becamePrimary() and roleChanged() follow from
        the event loop. On \c false the role is \c Secondary as before, and error() says why:

        \list
        \li AccessDenied: the primary refuses, and reply() is what it says to that; or it is a process of another user.
        \li TimedOut: the primary does not respond, or has not decided in time. isAcknowledged() tells which: it has got the request if \c true. It may
            still give up its role then.
        \li Unsupported: it has no slot for replaceRequested(); or it should be ended, and the system does not identify it.
        \li NameInUse: another process was faster.
        \li InvalidMessage: the owner of the name is no instance. That is never ended.
        \li InvalidOperation: this is no secondary; or the primary is in this process.
        \endlist

        The request has all that forward() sends: setPayload() can say what is to be replaced, and by what.
    */
    bool takeOver(TakeOver policy = TakeOver::WithConsent, int msecs = 5000);

    // ---- primary

    /*! The largest request that is taken, in bytes; 16 MiB by default, 0 is unlimited. Larger ones are refused before they are sent. */
    qint64 maximumRequestSize() const noexcept;
    void setMaximumRequestSize(qint64 size);

    /*!
        Gives up being the primary: the name is free, and whoever waits for it may have it. Requests that were received are still to be
        answered. The role is \c Undecided then.
    */
    void release();

Q_SIGNALS:
    /*! Another start of the program asks for something. Requests that arrive before a slot is connected to this are kept. */
    void requestReceived(const QtInterprocess::InstanceRequest &request);
    /*! Another start of the program wants to be the primary, see "Taking over". The answer 0 consents, any other refuses. */
    void replaceRequested(const QtInterprocess::InstanceRequest &request);
    void becamePrimary();
    void roleChanged();
    /*! The name of this primary belongs to somebody else now; follows roleChanged(). See "Names that are taken away". */
    void nameLost();

protected:
    bool event(QEvent *event) override;
    void connectNotify(const QMetaMethod &signal) override;

private:
    friend class SingleInstancePrivate;
    Q_DISABLE_COPY_MOVE(SingleInstance)

    std::unique_ptr<SingleInstancePrivate> m_d;
};

} // namespace QtInterprocess
