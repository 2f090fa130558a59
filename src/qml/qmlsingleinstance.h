// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmlaccess.h"
#include "qml/qmlinstancerequest.h"
#include "qml/valueencoder.h"

#include <QtInterprocess/error.h>
#include <QtInterprocess/singleinstance.h>

#include <QtQml/qqmlparserstatus.h>

#include <optional>

namespace QtInterprocess {

/*!
    \qmltype SingleInstance
    Lets a program run once: later starts forward a request to the primary.

    A start that is not the primary is a secondary. It forwards its arguments and ends.

    \qml
    ApplicationWindow {
        id: window
        visible: !instance.secondary

        Component.onCompleted: {
            if (instance.secondary)
                Qt.exit(instance.forward())
        }

        SingleInstance {
            id: instance
            applicationId: "org.example.App"
            onRequestReceived: (request) => {
                console.log(request.arguments, request.workingDirectory)
                request.activate(window)
            }
        }
    }
    \endqml

    The role is decided when \c role, \c primary or \c secondary is first read, or when the
    component is complete. So if \c visible depends on the role, a secondary never shows its window.
    Write \c applicationId, \c scope and \c timeout as literals: a binding may be evaluated after
    the decision.

    With \c SingleInstance.Machine the role is decided when the component is complete. Until then
    it is \c Undecided; use \c {visible: instance.primary}.

    If the role cannot be determined, it stays \c Undecided: \c {visible: !instance.secondary}
    shows the window, and \c {visible: instance.primary} does not.

    If a primary does not respond, deciding the role blocks for at most \c timeout. The methods
    forward() and takeOver() also block; a secondary has no window that could freeze.

    A program with \c main() can decide faster, before the engine loads, with the C++ class
    SingleInstance.
*/
class QmlSingleInstance : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_NAMED_ELEMENT(SingleInstance)

    /*! \qmlproperty string SingleInstance::applicationId
        The name of the program, such as \c org.example.App. Once the role is decided,
        \c applicationId, \c scope, \c timeout and \c access cannot be changed. */
    Q_PROPERTY(QString applicationId READ applicationId WRITE setApplicationId NOTIFY applicationIdChanged FINAL)

    /*! \qmlproperty enumeration SingleInstance::scope
        The range in which there is exactly one primary.

        \table
        \header \li value                     \li one primary
        \row    \li \c SingleInstance.User    \li for each user, the default
        \row    \li \c SingleInstance.Session \li for each session of a user
        \row    \li \c SingleInstance.Machine \li for all users that \c access admits
        \endtable */
    Q_PROPERTY(Scope scope READ scope WRITE setScope NOTIFY scopeChanged FINAL)

    /*! \qmlproperty int SingleInstance::timeout
        The time within which a primary must respond, in ms; 5000 by default, −1 is forever. */
    Q_PROPERTY(int timeout READ timeout WRITE setTimeout NOTIFY timeoutChanged FINAL)

    /*! \qmlproperty access SingleInstance::access
        The users that may take part with \c SingleInstance.Machine; \c Access.user by default.
        A primary serves the requests of these users, and a secondary forwards its requests
        only to them. */
    Q_PROPERTY(QtInterprocess::Access access READ access WRITE setAccess NOTIFY accessChanged FINAL)

    /*! \qmlproperty enumeration SingleInstance::role
        The role of this process: \c SingleInstance.Primary, \c SingleInstance.Secondary or
        \c SingleInstance.Undecided. It is \c Undecided if it could not be determined or was given
        up. */
    Q_PROPERTY(Role role READ role NOTIFY roleChanged FINAL)

    /*! \qmlproperty bool SingleInstance::primary
        Whether this process is the primary. */
    Q_PROPERTY(bool primary READ isPrimary NOTIFY roleChanged FINAL)

    /*! \qmlproperty bool SingleInstance::secondary
        Whether another process is the primary. */
    Q_PROPERTY(bool secondary READ isSecondary NOTIFY roleChanged FINAL)

    /*! \qmlproperty peerCredentials SingleInstance::primaryCredentials
        The primary's process, in a secondary. */
    Q_PROPERTY(QtInterprocess::QmlPeerCredentials primaryCredentials READ primaryCredentials NOTIFY roleChanged FINAL)

    /*! \qmlproperty list<string> SingleInstance::arguments
        The arguments to forward; the arguments of this process by default. */
    Q_PROPERTY(QStringList arguments MEMBER m_arguments NOTIFY argumentsChanged FINAL)

    /*! \qmlproperty var SingleInstance::payload
        Text or bytes to forward in addition; empty by default. For objects use
        \c JSON.stringify(). */
    Q_PROPERTY(QJSValue payload READ payload WRITE setPayload NOTIFY payloadChanged FINAL)

    /*! \qmlproperty list<string> SingleInstance::forwardedEnvironment
        The names of the environment variables to forward; none by default. */
    Q_PROPERTY(QStringList forwardedEnvironment MEMBER m_environment NOTIFY forwardedEnvironmentChanged FINAL)

    /*! \qmlproperty int SingleInstance::failureCode
        The exit code that forward() returns if no answer arrives; 1 by default. */
    Q_PROPERTY(int failureCode MEMBER m_failureCode NOTIFY failureCodeChanged FINAL)

    /*! \qmlproperty bool SingleInstance::acknowledged
        Whether the primary's handlers have received the last request. If \c false, the request
        was not served and never will be. */
    Q_PROPERTY(bool acknowledged READ isAcknowledged NOTIFY forwarded FINAL)

    /*! \qmlproperty ArrayBuffer SingleInstance::reply
        The bytes that the primary sent with its last answer. */
    Q_PROPERTY(QByteArray reply READ reply NOTIFY forwarded FINAL)

    /*! \qmlproperty string SingleInstance::replyText
        The bytes of \c reply as UTF-8 text. */
    Q_PROPERTY(QString replyText READ replyText NOTIFY forwarded FINAL)

    /*! \qmlproperty bool SingleInstance::waitsForSuccession
        Whether a secondary that keeps running becomes the primary when the primary ends;
        \c false by default. becamePrimary() is emitted then. */
    Q_PROPERTY(bool waitsForSuccession READ waitsForSuccession WRITE setWaitsForSuccession NOTIFY
                   waitsForSuccessionChanged FINAL)

    /*! \qmlproperty bool SingleInstance::requestPending
        Whether a request that was kept with instanceRequest::replyLater() still waits for its
        answer. Used in a primary. */
    Q_PROPERTY(bool requestPending READ isRequestPending NOTIFY requestPendingChanged FINAL)

    /*! \qmlproperty error SingleInstance::error
        The reason why the role is \c Undecided, or why the last call failed. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    enum Role { Undecided, Primary, Secondary };
    Q_ENUM(Role)

    enum Scope { User, Session, Machine };
    Q_ENUM(Scope)

    enum TakeOver { WithConsent, EndIfSilent, EndAlways };
    Q_ENUM(TakeOver)

    explicit QmlSingleInstance(QObject *parent = nullptr) : QObject(parent) { }
    ~QmlSingleInstance() override;

    QString applicationId() const { return m_id; }
    void setApplicationId(const QString &id);
    Scope scope() const { return Scope(m_options.scope()); }
    void setScope(Scope scope);
    int timeout() const { return m_options.timeout(); }
    void setTimeout(int msecs);
    Access access() const { return m_options.access(); }
    void setAccess(const Access &access);
    Role role();
    bool isPrimary() { return role() == Primary; }
    bool isSecondary() { return role() == Secondary; }
    QmlPeerCredentials primaryCredentials();
    QJSValue payload() const { return m_payload; }
    void setPayload(const QJSValue &payload);
    bool isAcknowledged() const { return m_instance && m_instance->isAcknowledged(); }
    QByteArray reply() const { return m_instance ? m_instance->reply() : QByteArray(); }
    QString replyText() const { return QString::fromUtf8(reply()); }
    bool waitsForSuccession() const { return m_waitsForSuccession; }
    void setWaitsForSuccession(bool on);
    bool isRequestPending() const { return m_pendingRequests > 0; }
    Error error() const { return m_error; }

    /*! \qmlmethod int SingleInstance::forward(int msecs)
        Forwards the request to the primary, blocks until it is answered, and returns the
        answer's exit code. Without \a msecs, the primary must acknowledge the request within
        \c timeout; the answer may take longer. With \a msecs, the whole call takes at most
        that time. If no answer arrives, \c error is set and \c failureCode is returned. You
        may call forward() any number of times. */
    Q_INVOKABLE int forward();
    Q_INVOKABLE int forward(int msecs);

    /*! \qmlmethod bool SingleInstance::takeOver(enumeration policy, int msecs)
        Replaces the current primary by this process. Each step blocks for at most \a msecs,
        5000 by default. If taking over fails, returns \c false and sets \c error.

        \table
        \header \li policy                        \li a primary that does not consent
        \row    \li \c SingleInstance.WithConsent \li stays; the default
        \row    \li \c SingleInstance.EndIfSilent \li is ended if it does not respond
        \row    \li \c SingleInstance.EndAlways   \li is ended
        \endtable */
    Q_INVOKABLE bool takeOver(QtInterprocess::QmlSingleInstance::TakeOver policy = WithConsent, int msecs = 5000);

    /*! \qmlmethod SingleInstance::release()
        Gives up the role of the primary. The role becomes \c Undecided. */
    Q_INVOKABLE void release();

    // Used by QmlInstanceRequest.
    std::optional<QByteArray> toBytes(const QJSValue &value, const char *operation);
    void requestKept();
    void requestSettled();

Q_SIGNALS:
    /*! \qmlsignal SingleInstance::requestReceived(instanceRequest request)
        Emitted in the primary for each request. Requests wait until a handler is connected;
        after the other process's \c timeout they fail there. A handler in a disabled
        \c Connections counts as connected. */
    void requestReceived(const QtInterprocess::QmlInstanceRequest &request);

    /*! \qmlsignal SingleInstance::replaceRequested(instanceRequest request)
        Emitted if another process wants to become the primary. The answer 0, also the
        automatic one, gives up the role; any other answer refuses. */
    void replaceRequested(const QtInterprocess::QmlInstanceRequest &request);

    /*! \qmlsignal SingleInstance::becamePrimary()
        Emitted when a secondary has become the primary. */
    void becamePrimary();

    /*! \qmlsignal SingleInstance::forwarded()
        Emitted after each forward() and takeOver(), whether or not an answer arrived. */
    void forwarded();

    void applicationIdChanged();
    void scopeChanged();
    void timeoutChanged();
    void accessChanged();
    void roleChanged();
    void argumentsChanged();
    void payloadChanged();
    void forwardedEnvironmentChanged();
    void failureCodeChanged();
    void waitsForSuccessionChanged();
    void requestPendingChanged();
    void errorChanged();

protected:
    void connectNotify(const QMetaMethod &signal) override;

private:
    Q_DISABLE_COPY_MOVE(QmlSingleInstance)

    using Request = void (SingleInstance::*)(const InstanceRequest &);
    using QmlRequest = void (QmlSingleInstance::*)(const QmlInstanceRequest &);

    void classBegin() override { m_isComplete = false; }
    void componentComplete() override;
    bool mayChange();
    void decide();
    bool isDecided();
    void serve();
    void pass(bool &isPassed, Request from, QmlRequest to);
    bool prepare();
    int finish(int result);
    void setError(const Error &error);
    void noteRole();

    QString m_id;
    SingleInstance::Options m_options;
    QStringList m_arguments;
    QStringList m_environment;
    QJSValue m_payload;
    ValueEncoder m_encoder { this };
    Error m_error;
    SingleInstance *m_instance = nullptr; // a child; null before the decision
    int m_failureCode = 1;
    int m_pendingRequests = 0;
    bool m_waitsForSuccession = false;
    bool m_isComplete = true;
    bool m_passesRequests = false;
    bool m_passesReplacements = false;
};

} // namespace QtInterprocess
