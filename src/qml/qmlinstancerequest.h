// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmlpeercredentials.h"

#include <QtInterprocess/instancerequest.h>

#include <QtCore/qvariant.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace QtInterprocess {

class QmlSingleInstance;

/*!
    \qmlvaluetype instanceRequest
    A request that another start of the program has forwarded to this one.

    When the handlers have returned, the request is answered with 0, unless a handler has called
    reply() or replyLater(). All copies stand for the same request.

    \qml
    SingleInstance {
        applicationId: "org.example.App"
        onRequestReceived: (request) => {
            if (!window.open(request.arguments[1], request.workingDirectory))
                request.reply(1, "cannot be opened")
        }
    }
    \endqml
*/
class QmlInstanceRequest
{
    Q_GADGET
    QML_VALUE_TYPE(instanceRequest)

    /*! \qmlproperty list<string> instanceRequest::arguments
        The arguments of the other process; the first one is the program. */
    Q_PROPERTY(QStringList arguments READ arguments CONSTANT FINAL)

    /*! \qmlproperty string instanceRequest::workingDirectory
        The folder that relative paths in the arguments refer to. */
    Q_PROPERTY(QString workingDirectory READ workingDirectory CONSTANT FINAL)

    /*! \qmlproperty var instanceRequest::environment
        The forwarded environment variables, as properties of an object. The other process
        chooses them with SingleInstance::forwardedEnvironment. */
    Q_PROPERTY(QVariantMap environment READ environment CONSTANT FINAL)

    /*! \qmlproperty string instanceRequest::activationToken
        The token that allows a window of this program to come to the front. The window system
        issues it; activate() uses it. */
    Q_PROPERTY(QString activationToken READ activationToken CONSTANT FINAL)

    /*! \qmlproperty ArrayBuffer instanceRequest::payload
        The bytes that the other process has set as its SingleInstance::payload. */
    Q_PROPERTY(QByteArray payload READ payload CONSTANT FINAL)

    /*! \qmlproperty string instanceRequest::payloadText
        The payload as UTF-8 text. */
    Q_PROPERTY(QString payloadText READ payloadText CONSTANT FINAL)

    /*! \qmlproperty peerCredentials instanceRequest::sender
        The process that has forwarded the request. */
    Q_PROPERTY(QtInterprocess::QmlPeerCredentials sender READ sender CONSTANT FINAL)

    /*! \qmlproperty bool instanceRequest::answered
        Whether the request has been answered. */
    Q_PROPERTY(bool answered READ isAnswered FINAL)

public:
    QmlInstanceRequest() = default;
    QmlInstanceRequest(const InstanceRequest &request, QmlSingleInstance *instance);

    QStringList arguments() const { return m_request.arguments(); }
    QString workingDirectory() const { return m_request.workingDirectory(); }
    QVariantMap environment() const;
    QString activationToken() const { return m_request.activationToken(); }
    QByteArray payload() const { return m_request.payload(); }
    QString payloadText() const { return QString::fromUtf8(m_request.payload()); }
    QmlPeerCredentials sender() const { return QmlPeerCredentials(m_request.sender()); }
    bool isAnswered() const { return m_request.isAnswered(); }

    /*! \qmlmethod bool instanceRequest::reply(int exitCode, data)
        Answers the request: the other process ends with \a exitCode, 0 by default. \a data
        becomes its SingleInstance::reply: text or bytes of at most 16 MiB, empty by default.
        Only the first answer counts. If \a data is neither text nor bytes, nothing is sent and
        the method returns \c false. */
    Q_INVOKABLE bool reply(int exitCode = 0, const QJSValue &data = QJSValue()) const;

    /*! \qmlmethod instanceRequest::replyLater()
        Leaves the request unanswered when the handlers return. Keep the request, and call
        reply() on it later. If the last copy is garbage-collected, the request is answered
        with 0. */
    Q_INVOKABLE void replyLater() const;

    /*! \qmlmethod bool instanceRequest::activate(Window window)
        Brings a window of this program to the front. It shows, restores and raises the window, and
        gives it the focus if the window system permits that. Call it in the handler. Returns
        \c false if \a window is not a window.

        The C++ function activateWindow() uses Qt Gui and does more. A maximized window stays
        maximized, and an X11 window manager receives the time of the launch. */
    Q_INVOKABLE bool activate(QObject *window) const;

    // Answers with 0 if no handler has answered or kept the request.
    void handled() const;

private:
    struct Shared;

    InstanceRequest m_request;
    std::shared_ptr<Shared> m_shared;
};

} // namespace QtInterprocess
